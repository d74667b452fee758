/* POST /authenticate and the bearer's life. Owns the bearer; the application token passes through and is wiped.
 * Must not know what the bearer is used for. */
#include "emnify/token.h"

#include "base/clock.h"
#include "base/jscan.h"
#include "base/xalloc.h"
#include "emnify/errors.h"
#include "emnify/secret.h"
#include "io/curlhub.h"
#include "io/source.h"
#include "io/weburl.h"

#include <cjson/cJSON.h>
#include <stdlib.h>

#define RENEW_BEFORE_MS (5 * 60000)
#define LIFE_DEFAULT_MS (240 * 60000) /* where the token does not say: the documented lifetime */
#define LIFE_MIN_MS 30000
#define LOCK_OUT_MS (5 * 60000)
#define REFUSALS_MAX 2
#define ANSWER_MAX (256u << 10)

struct token {
    struct loop *loop;
    char *url;
    struct secret *secret;
    struct curlhub_call *call;
    char *bearer;
    unsigned serial; /* of the bearer */
    int64_t renew_at_ms; /* monotonic */
    int refusals;        /* in a row */
    int64_t offset_ms;
    uint64_t requests;
    token_done_fn done;
    void *user;
};

static void wipe_text(char **text)
{
    if (*text != NULL)
        explicit_bzero(*text, strlen(*text));
    free(*text);
    *text = NULL;
}

struct token *token_new(struct loop *loop, const char *base_url, const struct source_settings *settings,
                        struct error *err)
{
    char host[300];
    weburl_host(base_url, host, sizeof host);
    struct secret *secret = secret_new(loop, host, settings->token_file, settings->token_command, err);
    if (secret == NULL)
        return NULL;
    struct token *t = xcalloc(1, sizeof *t);
    struct buf url = {0};
    buf_add_fmt(&url, "%s/authenticate", base_url);
    t->loop = loop;
    t->url = str_dup(buf_str(&url));
    t->secret = secret;
    buf_fini(&url);
    return t;
}

void token_free(struct token **token)
{
    struct token *t = *token;
    if (t == NULL)
        return;
    *token = NULL;
    token_cancel(t);
    secret_free(&t->secret);
    wipe_text(&t->bearer);
    free(t->url);
    free(t);
}

const char *token_bearer(const struct token *t, int64_t mono_ms)
{
    return t->bearer != NULL && mono_ms < t->renew_at_ms ? t->bearer : NULL;
}

unsigned token_serial(const struct token *t)
{
    return t->serial;
}

bool token_refused(struct token *t, unsigned serial)
{
    if (serial != t->serial)
        return false;
    wipe_text(&t->bearer);
    return true;
}

void token_forgive(struct token *t)
{
    t->refusals = 0;
}

int64_t token_clock_offset_ms(const struct token *t)
{
    return t->offset_ms;
}

uint64_t token_requests(const struct token *t)
{
    return t->requests;
}

/* ---------------------------------------------------------------- the JWT */

static int base64_digit(char c)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (c >= '0' && c <= '9')
        return c - '0' + 52;
    if (c == '-' || c == '+')
        return 62;
    return c == '_' || c == '/' ? 63 : -1;
}

static void decode_base64(struct buf *out, struct str text)
{
    uint32_t bits = 0;
    int have = 0;
    for (size_t i = 0; i < text.n && base64_digit(text.p[i]) >= 0; i++) {
        bits = bits << 6 | (uint32_t)base64_digit(text.p[i]);
        have += 6;
        if (have < 8)
            continue;
        have -= 8;
        buf_add_byte(out, (char)(bits >> have & 0xff));
    }
}

int64_t token_expiry_ms(struct str jwt)
{
    struct str header, claims;
    if (!str_next(&jwt, '.', &header) || !str_next(&jwt, '.', &claims))
        return -1;
    struct buf text = {0};
    decode_base64(&text, claims);
    cJSON *json = cJSON_ParseWithLength(text.n > 0 ? text.p : "", text.n);
    const cJSON *exp = cJSON_GetObjectItemCaseSensitive(json, "exp");
    int64_t ms = -1;
    if (cJSON_IsNumber(exp) && exp->valuedouble > 0 && exp->valuedouble < 1e12)
        ms = (int64_t)exp->valuedouble * 1000;
    cJSON_Delete(json);
    buf_fini(&text);
    return ms;
}

/* ---------------------------------------------------------------- authenticate */

static void tell(struct token *t, enum token_outcome outcome, int64_t retry_after_ms, const struct error *err)
{
    t->done(t->user, outcome, retry_after_ms, err);
}

static void keep(struct token *t, const char *bearer)
{
    int64_t expiry = token_expiry_ms(str_of(bearer));
    int64_t life = LIFE_DEFAULT_MS;
    if (expiry >= 0)
        life = expiry - (clock_wall_ms() + t->offset_ms);
    life -= life > 2 * RENEW_BEFORE_MS ? RENEW_BEFORE_MS : life / 2;
    if (life < LIFE_MIN_MS)
        life = LIFE_MIN_MS; /* a clock that is wrong must not make us ask all the time */
    wipe_text(&t->bearer);
    t->bearer = xstrdup(bearer);
    t->serial++;
    t->renew_at_ms = clock_mono_ns() / 1000000 + life;
    t->refusals = 0;
}

static void read_success(struct token *t, const struct curlhub_answer *answer)
{
    struct error err = {0};
    cJSON *json = cJSON_ParseWithLength(answer->body.n > 0 ? answer->body.p : "", answer->body.n);
    const cJSON *bearer = cJSON_GetObjectItemCaseSensitive(json, "auth_token");
    bool good = cJSON_IsString(bearer) && bearer->valuestring[0] != '\0' &&
                strpbrk(bearer->valuestring, "\r\n") == NULL;
    if (good) {
        keep(t, bearer->valuestring);
        explicit_bzero(bearer->valuestring, strlen(bearer->valuestring));
    } else {
        err_set(&err, E_HTTP, "authenticate: the answer holds no auth_token; check api.url");
    }
    cJSON_Delete(json);
    tell(t, good ? TOKEN_GOOD : TOKEN_LATER, -1, &err);
}

static void read_refusal(struct token *t, const struct curlhub_answer *answer)
{
    struct error err = {0};
    char said[40];
    errors_token(answer->body, said, sizeof said);
    if (strcmp(said, "TooManyRequests") == 0) {
        err_set(&err, E_AUTH,
                "authenticate: the platform has locked this login for five minutes after failed ones; check %s meanwhile",
                secret_origin(t->secret));
        tell(t, TOKEN_LATER, LOCK_OUT_MS, &err);
        return;
    }
    if (++t->refusals < REFUSALS_MAX) {
        err_set(&err, E_AUTH, "authenticate: the platform refused the application token from %s; one more try follows",
                secret_origin(t->secret));
        tell(t, TOKEN_LATER, -1, &err);
        return;
    }
    err_set(&err, E_AUTH,
            "authenticate: the platform refused the application token from %s twice; stopped, because a third time locks "
            "the login for five minutes: put a valid token there and retry",
            secret_origin(t->secret));
    tell(t, TOKEN_STOP, -1, &err);
}

static void answered(void *user, const struct curlhub_answer *answer)
{
    struct token *t = user;
    struct error err = {0};
    t->call = NULL;
    int64_t date = curlhub_date_ms(answer);
    if (date >= 0)
        t->offset_ms = date - clock_wall_ms();
    if (answer->error.code == 0 && answer->status == 200) {
        read_success(t, answer);
    } else if (answer->error.code == 0 && answer->status == 401) {
        read_refusal(t, answer);
    } else {
        errors_explain(answer, "authenticate", &err);
        tell(t, TOKEN_LATER, curlhub_retry_after_ms(answer), &err);
    }
}

static void ask(void *user, struct str secret, const struct error *err)
{
    struct token *t = user;
    if (err != NULL) {
        tell(t, TOKEN_LATER, -1, err);
        return;
    }
    struct buf body = {0};
    struct error wrong = {0};
    buf_add_text(&body, "{\"application_token\":\"");
    buf_reserve(&body, secret.n * 6 + 2); /* no copy of it is left behind by growing */
    jscan_quote(&body, secret);
    buf_add_text(&body, "\"}");
    static const char *const headers[] = {"Content-Type: application/json", "Accept: application/json",
                                          "User-Agent: evmon/" PACKAGE_VERSION, NULL};
    struct curlhub_request request = {
        .url = t->url, .headers = headers, .post = buf_str(&body), .limits = {.body_max = ANSWER_MAX}};
    t->requests++;
    t->call = curlhub_start(t->loop, &request, answered, t, &wrong);
    explicit_bzero(body.p, body.capacity);
    buf_fini(&body);
    if (t->call == NULL)
        tell(t, TOKEN_LATER, -1, &wrong);
}

void token_renew(struct token *t, token_done_fn done, void *user)
{
    token_cancel(t);
    t->done = done;
    t->user = user;
    secret_fetch(t->secret, ask, t);
}

void token_cancel(struct token *t)
{
    curlhub_cancel(&t->call);
    secret_cancel(t->secret);
}
