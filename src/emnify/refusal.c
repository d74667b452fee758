/* Statuses and error names of single answers. Owns both tables. Must not know who asked. */
#include "emnify/refusal.h"

#include "emnify/errors.h"

#include <stdio.h>

static const struct {
    long from, to;
    enum refusal refusal;
    const char *meaning;
} statuses[] = {
    {200, 200, REFUSAL_NONE, ""},
    {300, 399, REFUSAL_FINAL, "the platform points elsewhere, which is not followed"},
    {401, 401, REFUSAL_TOKEN, "the platform refused the token"},
    {403, 403, REFUSAL_FINAL, "the application token may not read this"},
    {404, 404, REFUSAL_FINAL, "the platform does not know this"},
    {408, 408, REFUSAL_LATER, "the platform gave up waiting"},
    {429, 429, REFUSAL_LATER, "the platform asks to slow down"},
    {500, 599, REFUSAL_LATER, "the platform has a problem of its own"},
    {0, 999, REFUSAL_FINAL, "the platform answered in an unexpected way"},
};

static const struct {
    const char *name, *meaning;
} network_errors[] = {
    {"Unknown Subscriber", "the network does not know the SIM: it never attached there, or was purged"},
    {"Unknown Location", "the network knows the SIM, but not where it is"},
    {"External Network Error", "the visited network answered with an error of its own"},
    {"Network Element Not Available", "the part of the network that has the SIM cannot be reached"},
    {"Data Missing", "the network's answer lacks what was asked for"},
    {"Unexpected Data Value", "the network's answer holds what it should not"},
};

void refusal_of_network(struct str name, char *reason, size_t size)
{
    for (size_t i = 0; i < sizeof network_errors / sizeof *network_errors; i++) {
        if (str_eq_nocase(name, str_of(network_errors[i].name))) {
            snprintf(reason, size, "%s (%s)", network_errors[i].meaning, network_errors[i].name);
            return;
        }
    }
    snprintf(reason, size, "the network could not say (\"%.*s\")", STR_ARG(str_sub(name, 0, 120)));
}

static enum refusal not_found(enum fact_topic topic, struct str said, char *reason, size_t size)
{
    const struct fact_topic_row *row = fact_topic_row(topic);
    if (row->how == FACT_SLOW && said.n > 0) {
        refusal_of_network(said, reason, size);
        return REFUSAL_FINAL;
    }
    if (row->absent[0] != '\0') {
        snprintf(reason, size, "%s", row->absent);
        return REFUSAL_ABSENT;
    }
    snprintf(reason, size, "the platform does not know this %s (404)", fact_subject_names[row->subject]);
    return REFUSAL_FINAL;
}

enum refusal refusal_of(enum fact_topic topic, const struct curlhub_answer *answer, char *reason, size_t size)
{
    char said[160];
    reason[0] = '\0';
    if (answer->error.code != 0) {
        snprintf(reason, size, "%s", answer->error.text);
        return REFUSAL_LATER;
    }
    errors_said(answer->body, said, sizeof said);
    if (answer->status == 404)
        return not_found(topic, str_of(said), reason, size);
    size_t row = 0;
    while (answer->status < statuses[row].from || answer->status > statuses[row].to)
        row++;
    if (statuses[row].refusal == REFUSAL_NONE)
        return REFUSAL_NONE;
    if (said[0] != '\0')
        snprintf(reason, size, "%s (%ld, \"%s\")", statuses[row].meaning, answer->status, said);
    else
        snprintf(reason, size, "%s (%ld)", statuses[row].meaning, answer->status);
    return statuses[row].refusal;
}
