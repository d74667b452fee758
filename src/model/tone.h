/* What a thing means to the eye, never a colour. view/view.c has the one table from tone to theme role. */
#ifndef EVMON_MODEL_TONE_H
#define EVMON_MODEL_TONE_H

enum tone {
    TONE_TEXT,
    TONE_MUTED,
    TONE_ACCENT,
    TONE_GOOD,
    TONE_WARN,
    TONE_CRITICAL,
    TONE_ALERT,
    TONE_LOCATION, /* one hue per category of event type */
    TONE_SESSION,
    TONE_SIM,
    TONE_QUOTA,
    TONE_USER,
    TONE_BILLING,
    TONE_CLOUD,
    TONE_COUNT_
};

#endif
