/* The program; everything is in cli/. */
#include <sys/stat.h>

#include "cli/cli.h"

int main(int argc, char **argv)
{
    (void)umask(0077); /* drafts and positions are in the databases too: what it makes is its owner's alone */
    return cli_main(argc, argv);
}
