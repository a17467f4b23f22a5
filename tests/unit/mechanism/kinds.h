/* tests/unit/mechanism/kinds.h: a good body of every kind of act, with ' for ", and the subject that it
 * gives. */
#ifndef UNIT_MECHANISM_KINDS_H
#define UNIT_MECHANISM_KINDS_H

#define H "1111111111111111111111111111111111111111111111111111111111111111"
#define G "2222222222222222222222222222222222222222222222222222222222222222"

static const struct {
    const char *kind;
    const char *body;
    const char *subject;
} kinds[] = {
    {"body.chair", "{'body':'council','member':'A02'}", "council:chair"},
    {"body.seat", "{'body':'group','seated':true}", "group:seat"},
    {"charter.propose",
     "{'base':'" H "','charter':'" G "','from':'2026-03-01','sources':[{'name':'ours','parts':2},"
     "{'name':'base','parts':1}]}",
     G ":proposal"},
    {"charter.table", "{'bytes':'Y29kZSx2YWx1ZQo=','place':127}", "table:127"},
    {"charter.text", "{'bytes':'AQID','place':63}", "charter:63"},
    {"charter.withdraw", "{'charter':'" H "'}", H ":proposal"},
    {"election.close", "{'election':'" H "'}", H ":close"},
    {"election.mark", "{'election':'" H "','marks':['A02','Ann Ash']}", H ":ballot"},
    {"election.nominate", "{'candidate':'Ann Ash','election':'" H "'}", H ":candidates"},
    {"election.open", "{'body':'council','for':'seats','name':'board'}", "council:election"},
    {"election.reveal", "{'election':'" H "','marks':[],'salt':'" G "'}", H ":reveal"},
    {"election.round", "{'duration':60000,'election':'" H "'}", H ":round"},
    {"election.seal", "{'commitment':'" G "','election':'" H "'}", H ":seal"},
    {"election.withdraw", "{'candidate':'Ann Ash','election':'" H "'}", H ":candidates"},
    {"matter.agree", "{'matter':'" H "','provision':'p1','root':'" G "','state':'agreed'}", H "/p1:agree"},
    {"matter.appeal", "{'class':'weighty','duration':60000,'matter':'" H "'}", H ":class"},
    {"matter.choose", "{'alternative':'b','matter':'" H "','provision':'p1'}", H "/p1"},
    {"matter.classify", "{'class':'weighty','matter':'" H "'}", H ":class"},
    {"matter.declare", "{'matter':'" H "'}", H ":party"},
    {"matter.delete", "{'matter':'" H "','provision':'p1'}", H "/p1"},
    {"matter.explain", "{'root':'" H "','text':'Because.'}", H ":explain"},
    {"matter.hold", "{'matter':'" H "','provision':'p1','reason':'x','release':'y'}", H "/p1:hold"},
    {"matter.open",
     "{'amends':'" H "','body':'council','confidential':true,'corrects':2,'languages':['fr','en'],"
     "'reference':'m1','rule':'silence','title':'T','withdraws':1}",
     "council/m1"},
    {"matter.party", "{'matter':'" H "','member':'A02','party':true}", H ":A02"},
    {"matter.position", "{'position':'N','reason':'x','root':'" H "'}", H ":position"},
    {"matter.propose",
     "{'alternative':'b','before':'p0','leaves':[{'commitment':'" H "','language':'en'},{'commitment':'" G
     "','language':'fr'}],'matter':'" H "','provision':'p1'}",
     H "/p1/b"},
    {"matter.refer", "{'body':'group','matter':'" H "','rule':'silence'}", H ":refer"},
    {"matter.release", "{'matter':'" H "','provision':'p1'}", H "/p1:hold"},
    {"matter.version", "{'matter':'" H "','root':'" G "'}", H ":version"},
    {"matter.withdraw", "{'alternative':'b','matter':'" H "','provision':'p1'}", H "/p1/b"},
    {"member.claim", "{'member':'A02','text':'x'}", "A02:claim"},
    {"member.clearing", "{'node':'" H "'}", "clearing"},
    {"member.enrol", "{'key':'" H "','name':'New','powers':['bind','speak'],'role':'delegate'}", H},
    {"member.powers", "{'key':'" H "','powers':[]}", H},
    {"member.revoke", "{'key':'" H "'}", H},
    {"node.all_clear", "{'deadline':1,'log_root':'" H "','log_size':2,'root':'" G "','silence':'" H "'}", H},
    {"node.availability", "{'matter':'" H "','root':'" G "'}", G},
    {"node.confirm", "{'ceremony':'" H "','transcript':'" G "'}", H ":confirm"},
    {"node.deal", "{'ceremony':'" H "','dealing':'AQID'}", H ":deal"},
    {"node.join", "{'ceremony':'" H "','key':'" G "','proof':'AQ=='}", H ":join"},
    {"node.nonces", "{'couples':'AQID','transcript':'" H "'}", "nonces"},
    {"node.refuse", "{'reason':'spent','session':'" H "'}", H ":refuse"},
    {"node.share", "{'raw':'" G "','session':'" H "','sshsig':'" G "'}", H ":share"},
    {"node.tick", "{'deadline':1,'root':'" G "','silence':'" H "'}", H},
    {"objection.raise", "{'reason':'x','root':'" H "'}", H},
    {"objection.withdraw", "{'objection':'" H "'}", H},
    {"ruling.appeal", "{'duration':60000,'ruling':'" H "'}", H ":appeal"},
    {"ruling.give", "{'article':'Rule 30','body':'council','matter':'" H "','text':'No'}", "council:ruling"},
    {"silence.extend", "{'by':1000,'silence':'" H "'}", H ":extend"},
    {"silence.not_received", "{'silence':'" H "'}", H ":not_received"},
    {"silence.open", "{'duration':10000,'matter':'" H "','root':'" G "'}", G},
    {"text.open",
     "{'language':'en','matter':'" H "','provision':'p1','root':'" G "','salt':'" H "','text':'Words.'}", H},
    {"voice.open", "{'duration':60000}", "voice"},
    {"vote.cast", "{'position':'Y','reason':'x','split':'Y=2,N=1','vote':'" H "'}", H ":position"},
    {"vote.close", "{'vote':'" H "'}", H ":close"},
    {"vote.confirm", "{'position':'Y','reason':'x','vote':'" H "'}", H ":confirm"},
    {"vote.contradict", "{'presence':'" H "'}", H ":contradict"},
    {"vote.open",
     "{'body':'council','duration':60000,'matter':'" H "','motion':'adopt','root':'" G
     "','rule':'majority','tags':[{'member':'A01','tag':'PARTY'}],'target':'x'}",
     "council:vote"},
    {"vote.present", "{'body':'council','members':['A01','A02']}", "council:present"},
    {"vote.reveal", "{'position':'Y','reason':'x','salt':'" G "','split':'Y=1','vote':'" H "'}",
     H ":reveal"},
    {"vote.roll",
     "{'calls':[{'member':'A01','position':'Y'},{'member':'A02','position':'N'}],'vote':'" H "'}",
     H ":roll"},
    {"vote.seal", "{'commitment':'" G "','vote':'" H "'}", H ":seal"},
};
enum { KINDS = sizeof kinds / sizeof kinds[0] };
#endif
