/* Which URLs may be used: https, and http to loopback addresses. Asks curl's own URL parser, so that what is checked is
 * what will be connected to. */
#include "io/weburl.h"

#include "base/buf.h"

#include <curl/curl.h>
#include <strings.h>

static bool host_is_loopback(const char *host)
{
    return strcasecmp(host, "localhost") == 0 || strcmp(host, "[::1]") == 0 || strcmp(host, "::1") == 0 ||
           (strncmp(host, "127.", 4) == 0 && strspn(host, "0123456789.") == strlen(host));
}

static bool part_is(CURLU *url, CURLUPart part)
{
    char *text = NULL;
    CURLUcode rc = curl_url_get(url, part, &text, 0);
    bool there = rc == CURLUE_OK && text != NULL && text[0] != '\0';
    curl_free(text);
    return there;
}

static int check_parts(CURLU *url, const char *text, struct error *err)
{
    char *scheme = NULL, *host = NULL;
    int rc = 0;
    curl_url_get(url, CURLUPART_SCHEME, &scheme, 0);
    curl_url_get(url, CURLUPART_HOST, &host, 0);
    if (scheme == NULL || host == NULL || host[0] == '\0')
        rc = err_set(err, E_INVALID, "\"%.200s\" is not a URL; write it like https://cdn.emnify.net/api/v1", text);
    else if (part_is(url, CURLUPART_USER) || part_is(url, CURLUPART_PASSWORD))
        rc = err_set(err, E_INVALID, "a URL must not carry a user or password; the token has its own options");
    else if (strcmp(scheme, "http") == 0 && !host_is_loopback(host))
        rc = err_set(err, E_INVALID, "plain http is allowed to loopback addresses only; write https://%.200s", host);
    else if (strcmp(scheme, "https") != 0 && strcmp(scheme, "http") != 0)
        rc = err_set(err, E_INVALID, "the URL must begin with https://, not %.40s://", scheme);
    curl_free(scheme);
    curl_free(host);
    return rc;
}

int weburl_check(const char *text, bool *loopback, struct error *err)
{
    CURLU *url = curl_url();
    must(url != NULL);
    int rc = curl_url_set(url, CURLUPART_URL, text, 0) == CURLUE_OK
                 ? check_parts(url, text, err)
                 : err_set(err, E_INVALID, "\"%.200s\" is not a URL; write it like https://cdn.emnify.net/api/v1", text);
    char *host = NULL;
    curl_url_get(url, CURLUPART_HOST, &host, 0);
    if (loopback != NULL)
        *loopback = host != NULL && host_is_loopback(host);
    curl_free(host);
    curl_url_cleanup(url);
    return rc;
}

int weburl_check_base(const char *text, struct error *err)
{
    if (strpbrk(text, "?#") != NULL)
        return err_set(err, E_INVALID, "a base URL has no query (?) and no fragment (#)");
    return weburl_check(text, NULL, err);
}

size_t weburl_host(const char *text, char *out, size_t size)
{
    CURLU *url = curl_url();
    must(url != NULL);
    char *host = NULL, *port = NULL;
    struct buf name = {0};
    if (curl_url_set(url, CURLUPART_URL, text, 0) == CURLUE_OK) {
        curl_url_get(url, CURLUPART_HOST, &host, 0);
        curl_url_get(url, CURLUPART_PORT, &port, CURLU_NO_DEFAULT_PORT);
    }
    if (host != NULL)
        buf_add_text(&name, host);
    if (host != NULL && port != NULL)
        buf_add_fmt(&name, ":%s", port);
    for (size_t i = 0; i < name.n; i++)
        if (name.p[i] >= 'A' && name.p[i] <= 'Z')
            name.p[i] = (char)(name.p[i] + ('a' - 'A'));
    size_t n = str_copy(buf_str(&name), out, size);
    buf_fini(&name);
    curl_free(host);
    curl_free(port);
    curl_url_cleanup(url);
    return n;
}
