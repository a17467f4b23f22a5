/* Apart, so that a programme with a main of its own may use what else the harness has. */
#include "support/harness.h"

int main(int argc, char **argv)
{
    return harness_run(argc, argv);
}
