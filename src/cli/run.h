/* cli/run.h: the functions behind the table of commands. */
#ifndef CLI_RUN_H
#define CLI_RUN_H

#include "cli/cli.h"

int init_run(struct cli *c);
int found_run(struct cli *c);
int serve_run(struct cli *c);
int stop_run(struct cli *c);
int status_run(struct cli *c);
int core_run(struct cli *c);
int backup_run(struct cli *c);
int restore_run(struct cli *c);
int clock_confirm_run(struct cli *c);
int member_list_run(struct cli *c);
int member_show_run(struct cli *c);
int body_list_run(struct cli *c);
int body_show_run(struct cli *c);
int matter_list_run(struct cli *c);
int matter_show_run(struct cli *c);
int matter_propose_run(struct cli *c);
int matter_version_run(struct cli *c);
int matter_redline_run(struct cli *c);
int text_show_run(struct cli *c);
int text_forget_run(struct cli *c);
int silence_show_run(struct cli *c);
int matter_limit_run(struct cli *c);
int member_motion_run(struct cli *c);
int vote_seal_run(struct cli *c);
int vote_reveal_run(struct cli *c);
int vote_list_run(struct cli *c);
int vote_show_run(struct cli *c);
int election_mark_run(struct cli *c);
int election_seal_run(struct cli *c);
int election_reveal_run(struct cli *c);
int election_list_run(struct cli *c);
int election_show_run(struct cli *c);
int office_list_run(struct cli *c);
int office_show_run(struct cli *c);
int objection_raise_run(struct cli *c);
int objection_list_run(struct cli *c);
int act_kinds_run(struct cli *c);
int act_send_run(struct cli *c);
int record_list_run(struct cli *c);
int record_show_run(struct cli *c);
int record_prove_run(struct cli *c);
int record_checkpoint_run(struct cli *c);
int audit_cli_run(struct cli *c);
int rebuild_run(struct cli *c);
int voice_ceremony_run(struct cli *c);
int voice_show_run(struct cli *c);
int ruling_list_run(struct cli *c);
int ruling_show_run(struct cli *c);
int statement_list_run(struct cli *c);
int statement_show_run(struct cli *c);
int statement_publish_run(struct cli *c);
int statement_verify_run(struct cli *c);
int quote_check_run(struct cli *c);
int archive_list_run(struct cli *c);
int archive_show_run(struct cli *c);
int archive_members_run(struct cli *c);
int archive_check_run(struct cli *c);
int rule_power_run(struct cli *c);
int rule_turn_run(struct cli *c);
int rule_decide_run(struct cli *c);
int rule_explain_run(struct cli *c);
int charter_presets_run(struct cli *c);
int charter_check_run(struct cli *c);
int charter_show_run(struct cli *c);
int charter_difference_run(struct cli *c);
int charter_format_run(struct cli *c);
int charter_propose_run(struct cli *c);
int charter_list_run(struct cli *c);
int rule_history_run(struct cli *c);
int charter_explain_run(struct cli *c);
int charter_diff_run(struct cli *c);
#endif
