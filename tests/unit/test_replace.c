/* A small file is the old one or the new one, nobody's changes are lost, and whatever ends the program nothing lies about. */
#include "save/replace.h"

#include "base/buf.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

struct place {
    char directory[64], path[80];
};

static void assert_holds(const struct place *place, const char *text)
{
    char bytes[256];
    int fd = open(place->path, O_RDONLY | O_CLOEXEC);
    assert_true(fd >= 0);
    ssize_t n = read(fd, bytes, sizeof bytes);
    close(fd);
    assert_int_equal(n, strlen(text));
    assert_memory_equal(bytes, text, strlen(text));
}

static int files_in(const struct place *place)
{
    int count = 0;
    DIR *directory = opendir(place->directory);
    assert_non_null(directory);
    for (struct dirent *entry; (entry = readdir(directory)) != NULL;)
        count += entry->d_name[0] != '.';
    closedir(directory);
    return count;
}

static void replaces_what_it_expects(void **state)
{
    const struct place *place = *state;
    struct replace_stamp none = {0}, first = replace_stamp(STR("one"));
    struct error err = {0};
    struct stat st;
    assert_int_equal(replace_file(place->path, STR("one"), &none, &err), 0);
    assert_holds(place, "one");
    assert_int_equal(stat(place->path, &st), 0);
    assert_int_equal(st.st_mode & 07777, 0600);
    assert_int_equal(st.st_nlink, 1);
    assert_int_equal(replace_file(place->path, STR("other"), &none, &err), -E_BUSY);
    assert_holds(place, "one");
    assert_int_equal(replace_file(place->path, STR("two"), &first, NULL), 0);
    assert_holds(place, "two");
    assert_int_equal(replace_file(place->path, STR("three"), &first, NULL), -E_BUSY);
    assert_int_equal(replace_file(place->path, STR("three"), NULL, NULL), 0);
    assert_holds(place, "three");
    assert_int_equal(files_in(place), 1);
}

static void never_through_a_link(void **state)
{
    const struct place *place = *state;
    struct error err = {0};
    assert_int_equal(symlink("elsewhere", place->path), 0);
    assert_true(replace_file(place->path, STR("x"), NULL, &err) < 0);
    assert_non_null(strstr(err.text, "it is a link"));
    assert_int_equal(files_in(place), 1);
}

static void nothing_stays_of_one_that_was_killed(void **state)
{
    const struct place *place = *state;
    int probe = open(place->directory, O_TMPFILE | O_WRONLY | O_CLOEXEC, 0600);
    if (probe < 0)
        skip(); /* this file system cannot */
    close(probe);
    assert_int_equal(replace_file(place->path, STR("before"), NULL, NULL), 0);
    pid_t pid = fork();
    if (pid == 0) { /* the system kills it in the middle of the writing */
        struct rlimit limit = {100, 100};
        struct buf bytes = {0};
        for (int i = 0; i < 1000; i++)
            buf_add_text(&bytes, "more than is allowed\n");
        signal(SIGXFSZ, SIG_DFL);
        setrlimit(RLIMIT_FSIZE, &limit);
        (void)replace_file(place->path, buf_str(&bytes), NULL, NULL);
        _exit(0);
    }
    int status = 0;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGXFSZ);
    assert_holds(place, "before");
    assert_int_equal(files_in(place), 1);
}

static int setup(void **state)
{
    static struct place place;
    snprintf(place.directory, sizeof place.directory, "/tmp/test_replace.XXXXXX");
    if (mkdtemp(place.directory) == NULL)
        return -1;
    snprintf(place.path, sizeof place.path, "%s/file", place.directory);
    *state = &place;
    return 0;
}

static int teardown(void **state)
{
    const struct place *place = *state;
    unlink(place->path);
    return rmdir(place->directory);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(replaces_what_it_expects),
        TEST(never_through_a_link),
        TEST(nothing_stays_of_one_that_was_killed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
