/* Answers and both shapes of error bodies (facts: application errors with code and token, gateway errors with a header). */
#include "lab/reply.h"

#include <stdarg.h>
#include <stdio.h>

#include "lab/wording.h"

static const struct {
    int status, code;
    const char *token;
} errors[API_ERROR_COUNT] = {
    [API_BAD_REQUEST] = {400, 1000, "BadRequest"},
    [API_CREDENTIALS] = {401, 1101, "InvalidCredentials"},
    [API_BAD_TOKEN] = {401, 1102, "InvalidToken"},
    [API_EXPIRED] = {401, 1103, "TokenExpired"},
    [API_FORBIDDEN] = {403, 1104, "Forbidden"},
    [API_NOT_FOUND] = {404, 1201, "NotFound"},
    [API_TOO_MANY] = {429, 1105, "TooManyRequests"},
    [API_QUERY] = {422, 1301, "InvalidQueryCriteria"},
    [API_SORT] = {400, 1302, "InvalidSortCriteria"},
    [API_VALIDATION] = {422, 1400, "InputValidationFailed"},
    [API_NOT_ALLOWED] = {400, 1406, "NotAllowed"},
};

struct str request_argument(const struct request *request, const char *name)
{
    return request->argument != NULL ? request->argument(request->user, name) : STR_NONE;
}

void reply_header(struct reply *reply, const char *name, const char *format, ...)
{
    if (reply->header_count == REPLY_HEADERS_MAX)
        return;
    struct reply_header *header = &reply->headers[reply->header_count++];
    header->name = name;
    va_list args;
    va_start(args, format);
    vsnprintf(header->value, sizeof header->value, format, args);
    va_end(args);
    for (char *p = header->value; *p != '\0'; p++)
        if ((unsigned char)*p < ' ')
            *p = ' ';
}

void reply_error(struct reply *reply, enum api_error error, const char *format, ...)
{
    char text[300];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    reply->status = errors[error].status;
    reply->type = NULL;
    reply->page = 0;
    buf_clear(&reply->body);
    buf_add_fmt(&reply->body,
                "{\"error_code\":%d,\"error_token\":\"%s\",\"message\":", errors[error].code,
                errors[error].token);
    wording_quote(&reply->body, str_of(text));
    if (error == API_VALIDATION) {
        buf_add_text(
            &reply->body,
            ",\"errors\":[{\"error_code\":1403,\"error_token\":\"InvalidFormat\",\"message\":");
        wording_quote(&reply->body, str_of(text));
        buf_add_text(&reply->body, "}]");
    }
    buf_add_byte(&reply->body, '}');
}

void reply_gateway(struct reply *reply, int status, const char *type, const char *message)
{
    reply->status = status;
    reply->page = 0;
    buf_clear(&reply->body);
    buf_add_text(&reply->body, "{\"message\":");
    wording_quote(&reply->body, str_of(message));
    buf_add_byte(&reply->body, '}');
    reply_header(reply, "x-amzn-ErrorType", "%s", type);
}

void reply_empty(struct reply *reply, int status)
{
    reply->status = status;
    reply->page = 0;
    reply->type = "text/html";
    buf_clear(&reply->body);
}
