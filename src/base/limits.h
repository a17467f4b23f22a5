/* base/limits.h: every limit of the product, with its unit and its reason. Each has a test at the
 * limit and one beyond it. */
#ifndef BASE_LIMITS_H
#define BASE_LIMITS_H

#include <stdint.h>

/* JSON and acts (architecture section 4) */
#define INTEGER_MAX        9007199254740991LL /* 2^53 - 1: what every JSON reader keeps exactly */
#define ACT_BYTES_MAX      (64 * 1024)        /* the signed payload of an act */
#define ENVELOPE_BYTES_MAX (96 * 1024)        /* payload in base64 and up to 8 signatures */
#define JSON_DEPTH_MAX     32                 /* nesting; deeper is refused before it is parsed */
#define JSON_NODES_MAX     10000              /* values in one document */
#define FOUNDING_BYTES_MAX (1024 * 1024)
#define SIGNATURES_MAX     8                 /* on one act */
#define EXPIRY_SPAN_MS     (30LL * 86400000) /* gaps that began in this span before an expiry lengthen it */

#define TIME_MS_MAX        253402300799999LL /* of a founding: the end of 9999, for a year has four digits */

/* Organisation */
#define MEMBERS_MAX       200 /* more than the members of the United Nations */
#define CODE_BYTES_MAX    16  /* a member's code: A to Z, 0 to 9, - */
#define NAME_BYTES_MAX    200 /* names of members, bodies, offices, provisions */
#define DELEGATES_MAX     64  /* living keys of one member */
#define ORIGIN_BYTES_MAX  100
#define CHARTER_BYTES_MAX (256 * 1024)
#define CHARTER_PART_BYTES_MAX 45000 /* of a charter's texts in one act, which carries it in base64 */
#define CHARTER_PARTS_MAX 64 /* places of one member for them: the largest charter has 48 parts */
#define PROPOSALS_MAX   3    /* of one member that are open: each may have 2 MiB on the record */
#define TABLE_BYTES_MAX   (64 * 1024) /* a frozen table: a line a member, with room to spare */
#define TABLE_ROWS_MAX    1000
#define TABLE_PLACES_MAX  128 /* of one member for the tables of the charter that it proposes */
#define DECIDE_LINE_BYTES_MAX                                                                                \
    (256 * 1024)           /* one case of `rule decide`: each member named, a few times over */
#define DECIDE_TAGS_MAX 64 /* different tags in one case; a rule knows 16 */

/* Scenarios that are played (cli/scenario.h): a day's work of an organisation, many times over */
#define SCENARIO_BYTES_MAX      (1024 * 1024)
#define SCENARIO_LINES_MAX      4000
#define SCENARIO_WORDS_MAX      40          /* of one statement: all options of the longest command */
#define SCENARIO_WORD_BYTES_MAX 60000       /* the text of an act, in base64 */
#define SCENARIO_NAME_BYTES_MAX 32
#define SCENARIO_VALUES_MAX     200         /* that are kept at the same time */

/* Texts (contracts section 3) */
#define PLAINTEXT_BYTES_MAX 30000
#define LANGUAGES_MAX       8
#define LANGUAGE_BYTES_MAX  16
#define PROVISIONS_MAX      1000
#define ALTERNATIVES_MAX    64   /* of one provision */
#define REASON_BYTES_MAX    4000 /* reasons, explanations, release conditions */
#define LEAVES_MAX          (PROVISIONS_MAX * LANGUAGES_MAX)

#define STATEMENT_BYTES_MAX (1024 * 1024) /* statement.txt: a signer hashes it in one message */

/* Voice (contracts section 5) */
#define CEREMONY_MS_MIN 10000LL           /* of each round */
#define CEREMONY_MS_MAX (31LL * 86400000)
#define NONCES_MAX      16 /* couples of one member that are published and not spent */
#define SESSION_GRACE_MS 1000LL /* that a session of signers has before another one opens beside it */
#define REFUSALS_MAX    16 /* of one member in the sessions of one statement; then it is asked no more */

/* Civil date (contracts section 6) */
#define CIVIL_FIRES_MAX    1000      /* deadlines that come in one block */
#define CIVIL_SEGMENTS_MAX 10000     /* of the scenario clock: older ones are looked through */
#define CIVIL_ZONES_MAX    100       /* changes of the offset from UTC, all in one row */
#define CIVIL_RATE_MAX     100000000 /* of the scenario clock: three years in a second */
#define CIVIL_PARTS_MAX    1000000

/* Pledges and help */
#define QUANTITY_MAX             1000000000000LL /* of one pledge, need or offer: sums stay small */
#define UNIT_BYTES_MAX           40
#define PLACES_MAX               64
#define COMMITMENT_REPORTS_MAX   200 /* on one pledge */
#define COMMITMENT_REVISIONS_MAX 50
#define NEEDS_MAX                32 /* of one request: with long names they fit into its act */
#define ASSISTANCE_OFFERS_MAX    500 /* of one request: all are looked at when it ends */
#define ASSISTANCE_DELIVERIES_MAX 1000
#define ASSISTANCE_REPORTS_MAX   200
#define ASSISTANCE_MANDATES_MAX  20
#define ASSISTANCE_NOTICES_MAX   20
#define ASSISTANCE_TARGET_MS_MAX (366LL * 86400000) /* of a step */

/* Silence (contracts section 4, architecture section 5) */
#define SILENCE_MS_MIN     10000LL
#define SILENCE_MS_MAX     (366LL * 86400000)
#define DELTA_MS_MIN       1000LL
#define DELTA_MS_MAX       120000LL
#define CLOSE_EXTRA_MS_MAX 86400000LL /* E */
#define PULSE_MS_MAX       300000LL
#define PULSE_MS_MIN       1000LL
#define NOT_RECEIVED_MAX   2 /* by one member on one text */
#define EXTENSIONS_MAX     8
#define HELD_MAX           64   /* objections to one text that one signer gives receipts for */
#define VOTE_MS_MIN        10000LL
#define VOTE_MS_MAX        (366LL * 86400000)
#define VOTES_OPEN_MAX     64 /* at the same time, in all bodies: each costs every block a look */
#define SPLIT_BYTES_MAX    100
#define ELECTIONS_OPEN_MAX 16 /* of which a round is open at the same time */
#define NOMINEES_MAX       40 /* of one election: the ballots of all members fit into one fact */
#define RUNG_BYTES_MAX     1000 /* name of a rung: a string of a charter */

/* Sessions, speeches, platforms */
#define SESSION_ROWS_MAX  1000 /* of one session: items, documents, speakers, ... each; members of a summit */
#define ATTENDANCE_MAX    400  /* rows in one act: with long offices they fit into it */
#define SPEECH_PARTS_MAX  16   /* of one text: a speech of some hours */
#define SPEECH_TEXTS_MAX  64   /* of one speech: translations and corrections */
#define PLATFORMS_ACT_MAX 100  /* in one act: with long names they fit into it */

/* Voice (contracts section 5) */
#define SHARE_HOLDERS_MAX      193 /* of the organisation's key: the members of the United Nations */
#define SECRET_BYTES_MAX       (64 * 1024)         /* one piece of locked memory */
#define SEAL_CONTENT_BYTES_MAX 4096                /* a share with what belongs to it */
#define SEAL_MEMORY_BYTES_MAX  (512 * 1024 * 1024) /* that opening a sealed file may take */
#define SEAL_PASSES_MAX        16                  /* over that memory */
#define NAMESPACE_BYTES_MAX    128                 /* [exercise-]statement@ORIGIN, and principals too */
#define COMMENT_BYTES_MAX      1000                /* of a file of signify, which reads 1,024 with its head */

/* The bundle of a statement */
#define BUNDLE_FILE_BYTES_MAX    (16 * 1024) /* a file with a key, a signature or words of ours */
#define BUNDLE_PROOF_BYTES_MAX   (64 * 1024) /* a checkpoint, a close that names every member, the steps */
#define BUNDLE_ASSENTS_BYTES_MAX (4 * 1024 * 1024) /* of every member an act with a reason, twice over */

/* Quotations (docs/quote.md) */
#define QUOTE_BYTES_MAX        20000    /* of one: longer than any page of a newspaper */
#define QUOTE_WORDS_MIN        4        /* fewer are anybody's */
#define QUOTE_PIECE_WORDS_MIN  3        /* beside an ellipsis: of single words any text can be made */
#define QUOTE_JOINTS_MAX       16       /* ellipses and insertions in one */
#define QUOTE_INSERTED_MAX     12       /* words of the source that one insertion may stand for */
#define QUOTE_CORPUS_WORDS_MAX 10000000 /* words and signs of all texts: some 400 MB of memory */
#define FIND_ENTRIES_MAX 4000 /* entries that one search reads */
#define QUOTE_LINE_BYTES_MAX   (128 * 1024) /* one question of a batch: every byte may be escaped */

#define OLDER_SOURCE_BYTES_MAX 1000 /* where an older statement was published */
#define OLDER_ROWS_MAX  1000 /* in one import */
#define OLDER_FILE_BYTES_MAX   (1024 * 1024) /* a list of older statements */

/* Archive (docs/formats/facts.md) */
#define ARCHIVE_BYTES_MAX       (2 * 1024 * 1024) /* of each file */
#define ARCHIVE_ROWS_MAX        5000 /* of each file; those of one organisation are compared pair by pair */
#define ARCHIVE_VALUE_BYTES_MAX 1000 /* of a value, a note or a source */

/* Treaties */
#define TREATY_BYTES_MAX   (32 * 1024)       /* a clause: lists of all states, and remarks */
#define DEPOSITS_BYTES_MAX (8 * 1024 * 1024) /* status tables of all treaties of the United Nations */
#define INSTRUMENTS_MAX    64 /* of one organisation: each is looked at when another comes into force */
#define INSTRUMENT_PARTIES_MAX 300 /* signatories and parties of one treaty */
#define INSTRUMENT_ROWS_MAX 200 /* reservations with declarations, and corrections, of one treaty */
#define INSTRUMENT_CLAUSE_BYTES_MAX 8000 /* of a treaty on the record: it is read at each act about it */
#define DEPOSITS_ROWS_MAX  1000 /* of one treaty: each day of one is looked at with all the others */

/* Record */
#define PROOF_STEPS_MAX 64
#define ENTRY_BYTES_MAX 2048
#define BATCH_ACTS_MAX  512         /* acts in one batch of the embedded engine */
#define NOTE_BYTES_MAX  (16 * 1024) /* a checkpoint with the signatures below it */

#define DATABASE_VALUE_BYTES_MAX                                                                             \
    (64 * 1024 * 1024) /* what a damaged file may make a reader take memory for; ours have 2 MiB at most */

/* Processes */
#define FRAME_BYTES_MAX           (4 * 1024 * 1024) /* one message on a local socket of core */
#define SIGNER_FRAME_BYTES_MAX    (4 * 1024 * 1024) /* the same of a signer: all dealings fit */
#define CLOCK_DISAGREEMENT_MS_MAX 10000LL      /* boot-time clock against wall clock */
#define CONNECTIONS_MAX           256

/* Pages (docs/web.md) */
#define WEB_ANSWER_BYTES_MAX (6 * 1024 * 1024) /* one answer: the assents of a bundle are the largest */
#define WEB_CLIENTS_MAX      2048              /* connections at a time; then the slowest leaves */
#define WEB_CLIENTS_PER_ADDRESS_MAX 1500       /* of these: a proxy on this host is one address */
#define WEB_WAITING_BYTES_MAX (16 * 1024 * 1024) /* of answers that slow clients have not taken yet, in all */
#define WEB_HEAD_MS_MAX      10000LL           /* from the first byte of a head to its end, or idle */
#define WEB_STALL_MS_MAX     20000LL           /* in which a client takes nothing of its answer */
#define WEB_WORK_MS_MAX      60000LL           /* in which a worker answers */
#define WEB_KEPT_MS_MAX      1000LL            /* for which an answer is given again */
#define WEB_KEPT_BYTES_MAX   (32 * 1024)       /* of an answer that is kept */
#define WEB_KEPT_COUNT       32                /* answers that are kept */
#define WEB_CLOSE_MS_MAX     2000LL            /* to close after the last answer */
#define WEB_EARLIER_ENTRIES_MAX 20000          /* up to which the record is replayed for `at` */
#define WEB_QUOTATION_CHARACTERS_MAX 1500 /* of a quotation in an address, where targets are bounded too */
#define WEB_QUOTE_WORDS_MAX 3000000 /* words and signs that a worker keeps: some 120 MB */
#define WEB_LIST_ROWS_MAX    500               /* of a list on one page */
#define WEB_LIST_ROWS        50                /* where a request does not say how many */
#define WEB_TEXT_BYTES       600               /* of each long text on a page that would be larger */
#define WEB_PAGE_BYTES       14500             /* of the content of a page, before its parts share the room */
#endif
