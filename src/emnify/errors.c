/* HTTP status and error body -> one sentence. Owns the table of advice. */
#include "emnify/errors.h"

#include <cjson/cJSON.h>
#include <stdio.h>

#define BODY_MAX 65536u
#define SAID_MAX 160u

static const struct advice {
    long from, to;
    int code;
    const char *meaning, *what_to_do;
} table[] = {
    {300, 399, E_HTTP, "the platform points elsewhere, which is not followed", "set api.url to the right address"},
    {400, 400, E_HTTP, "the platform did not understand the request", "check api.url, and report it if that is right"},
    {401, 401, E_AUTH, "the platform refused the token", "check that the application token is valid and not revoked"},
    {403, 403, E_PERMISSION, "the token may not read this", "give the application token's user the right to read events"},
    {404, 404, E_HTTP, "the platform does not know this address", "check api.url; it ends in /api/v1"},
    {408, 408, E_HTTP, "the platform gave up waiting", "it will be tried again"},
    {422, 422, E_HTTP, "the platform did not accept the question", "check --since and --until"},
    {429, 429, E_LIMIT, "the platform asks to slow down", "it will be tried again; look for other clients on this address"},
    {500, 599, E_HTTP, "the platform has a problem of its own", "it will be tried again"},
    {0, 999, E_HTTP, "the platform answered in an unexpected way", "check api.url"},
};

static const char *text_of(const cJSON *object, const char *name)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, name);
    return cJSON_IsString(item) && item->valuestring[0] != '\0' ? item->valuestring : NULL;
}

static cJSON *parse(struct str body)
{
    return body.n > 0 && body.n <= BODY_MAX ? cJSON_ParseWithLength(body.p, body.n) : NULL;
}

size_t errors_token(struct str body, char *out, size_t size)
{
    cJSON *json = parse(body);
    const char *token = text_of(json, "error_token");
    if (token == NULL)
        token = text_of(json, "error");
    size_t n = str_copy(str_of(token), out, size);
    cJSON_Delete(json);
    return n;
}

void errors_said(struct str body, char *out, size_t size)
{
    cJSON *json = parse(body);
    const char *said = text_of(json, "message");
    if (said == NULL)
        said = text_of(json, "error_token");
    const cJSON *first = cJSON_GetArrayItem(cJSON_GetObjectItemCaseSensitive(json, "errors"), 0);
    const char *detail = text_of(first, "message");
    if (said != NULL && detail != NULL)
        snprintf(out, size, "%s: %s", said, detail);
    else
        str_copy(str_of(said), out, size);
    cJSON_Delete(json);
    for (char *p = out; *p != '\0'; p++)
        if ((unsigned char)*p < ' ' || *p == 0x7f)
            *p = ' ';
}

int errors_explain(const struct curlhub_answer *answer, const char *what, struct error *err)
{
    if (answer->error.code != 0)
        return err_set(err, answer->error.code, "%s: %s", what, answer->error.text);
    const struct advice *row = table;
    while (answer->status < row->from || answer->status > row->to)
        row++;
    char said[SAID_MAX];
    errors_said(answer->body, said, sizeof said);
    if (said[0] != '\0')
        return err_set(err, row->code, "%s: %s (%ld, \"%s\"); %s", what, row->meaning, answer->status, said,
                       row->what_to_do);
    return err_set(err, row->code, "%s: %s (%ld); %s", what, row->meaning, answer->status, row->what_to_do);
}
