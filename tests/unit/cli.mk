# Tests of src/cli: whole commands, as shell scripts.
TESTS += tests/cli/print.sh tests/cli/secrets.sh tests/cli/away.sh tests/cli/profile.sh tests/cli/filter.sh tests/cli/fleet.sh tests/cli/examples.sh
EXTRA_DIST += tests/cli/lib.sh tests/cli/print.sh tests/cli/secrets.sh tests/cli/away.sh tests/cli/profile.sh tests/cli/filter.sh tests/cli/fleet.sh tests/cli/examples.sh
