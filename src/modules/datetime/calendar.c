/*
 * calendar.c - the proleptic Gregorian calendar, and local time.
 */
#include <errno.h>
#include <time.h>

#include "modules/datetime/datetime.h"

bool calendar_is_leap(int year) {
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

int calendar_days_in_month(int year, int month) {
    static const uint8_t days[] = {0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return days[month] + (month == 2 && calendar_is_leap(year));
}

int calendar_days_before_month(int year, int month) {
    static const uint16_t before[] = {0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334};
    return before[month] + (month > 2 && calendar_is_leap(year));
}

static int days_before_year(int year) {
    int y = year - 1;
    return y * 365 + y / 4 - y / 100 + y / 400;
}

int calendar_ordinal(int year, int month, int day) {
    return days_before_year(year) + calendar_days_before_month(year, month) + day;
}

/* Whole cycles of 400, 100, 4 and 1 years are taken off in turn. */
void calendar_from_ordinal(int ordinal, int *year, int *month, int *day) {
    enum { DAYS_400 = 146097, DAYS_100 = 36524, DAYS_4 = 1461 };
    int n = ordinal - 1;
    *year = n / DAYS_400 * 400 + 1;
    n %= DAYS_400;
    int centuries = n / DAYS_100;
    n %= DAYS_100;
    int fours = n / DAYS_4;
    n %= DAYS_4;
    int years = n / 365;
    n %= 365;
    *year += centuries * 100 + fours * 4 + years;
    if (years == 4 || centuries == 4) { /* the last day of a leap year */
        *year -= 1;
        *month = 12;
        *day = 31;
        return;
    }
    int m = (n + 50) >> 5; /* right or one too many */
    if (calendar_days_before_month(*year, m) > n) m--;
    *month = m;
    *day = n - calendar_days_before_month(*year, m) + 1;
}

int calendar_weekday(int year, int month, int day) {
    return (calendar_ordinal(year, month, day) + 6) % 7;
}

int calendar_week_one(int year) {
    int first = calendar_ordinal(year, 1, 1);
    int weekday = (first + 6) % 7;
    int monday = first - weekday;
    return weekday > 3 ? monday + 7 : monday;
}

int calendar_from_iso(int year, int week, int day, int *y, int *m, int *d) {
    if (year < MIN_YEAR || year > MAX_YEAR) return -4;
    if (week <= 0 || week >= 53) {
        /* Years of 53 weeks begin on a Thursday, leap ones also on a Wednesday. */
        int first = calendar_weekday(year, 1, 1);
        if (week != 53 || !(first == 3 || (first == 2 && calendar_is_leap(year)))) return -2;
    }
    if (day <= 0 || day >= 8) return -3;
    calendar_from_ordinal(calendar_week_one(year) + (week - 1) * 7 + day - 1, y, m, d);
    return 0;
}

int64_t calendar_seconds(Thread *t, int year, int month, int day, int hour, int minute,
                         int second) {
    if (year < MIN_YEAR || year > MAX_YEAR) {
        raise_value_error(t, "year %d is out of range", year);
        return -1;
    }
    int64_t days = calendar_ordinal(year, month, day);
    return ((days * 24 + hour) * 60 + minute) * 60 + second;
}

int64_t calendar_local(Thread *t, int64_t utc) {
    time_t seconds = utc - EPOCH_SECONDS;
    struct tm tm;
    errno = 0;
    if (!localtime_r(&seconds, &tm)) {
        raise_os_error(t, errno ? errno : EINVAL, VALUE_UNDEF, VALUE_UNDEF);
        return -1;
    }
    return calendar_seconds(t, tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min,
                            tm.tm_sec);
}

/* Solves local = calendar_local(u) for u.  Around a change of the offset there
 * are two solutions, told apart by fold, or none (a gap). */
int64_t calendar_utc_of_local(Thread *t, const Fields *f) {
    int64_t local = calendar_seconds(t, f->year, f->month, f->day, f->hour, f->minute, f->second);
    if (local < 0) return -1;
    int64_t there = calendar_local(t, local);
    if (there < 0) return -1;
    int64_t a = there - local, b;
    int64_t u1 = local - a;
    int64_t t1 = calendar_local(t, u1);
    if (t1 < 0) return -1;
    if (t1 == local) { /* one solution; the other would be within a day */
        int64_t u2 = f->fold ? u1 + SECONDS_PER_DAY : u1 - SECONDS_PER_DAY;
        there = calendar_local(t, u2);
        if (there < 0) return -1;
        b = there - u2;
        if (a == b) return u1;
    } else {
        b = t1 - u1;
    }
    int64_t u2 = local - b;
    int64_t t2 = calendar_local(t, u2);
    if (t2 < 0) return -1;
    if (t2 == local) return u2;
    if (t1 == local) return u1;
    return (u1 < u2) == f->fold ? u1 : u2;
}
