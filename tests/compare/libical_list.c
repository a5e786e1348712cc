/* Lists the occurrences in an .ics file that touch a span of time, by libical: one line each, start in UTC and title.
   It never looks at overrides (RECURRENCE-ID): the calendars it is measured with have none.

   libical_list FILE FROM TO     both as seconds since 1970 */

#include <libical/ical.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static time_t from, to;

static char *whole(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (!file || fseek(file, 0, SEEK_END) != 0)
        return NULL;
    long size = ftell(file);
    rewind(file);
    char *text = size < 0 ? NULL : malloc((size_t)size + 1);
    if (text && fread(text, 1, (size_t)size, file) == (size_t)size)
        text[size] = 0;
    else
        text = NULL;
    fclose(file);
    return text;
}

/* The zone that a property's TZID names; asked for once per name. */
static icaltimezone *zone_of(icalcomponent *calendar, icalproperty *property)
{
    static struct { char name[64]; icaltimezone *zone; } known[64];
    static int count;
    icalparameter *parameter = icalproperty_get_first_parameter(property, ICAL_TZID_PARAMETER);
    if (!parameter)
        return NULL;
    const char *name = icalparameter_get_tzid(parameter);
    for (int i = 0; i < count; i++)
        if (strcmp(known[i].name, name) == 0)
            return known[i].zone;
    icaltimezone *zone = icalcomponent_get_timezone(calendar, name);
    if (!zone)
        zone = icaltimezone_get_builtin_timezone(name);
    if (count < 64 && strlen(name) < sizeof known[0].name) {
        strcpy(known[count].name, name);
        known[count++].zone = zone;
    }
    return zone;
}

static int is_excluded(icalcomponent *event, icalcomponent *calendar, time_t start)
{
    for (icalproperty *p = icalcomponent_get_first_property(event, ICAL_EXDATE_PROPERTY); p;
         p = icalcomponent_get_next_property(event, ICAL_EXDATE_PROPERTY))
        if (icaltime_as_timet_with_zone(icalproperty_get_exdate(p), zone_of(calendar, p)) == start)
            return 1;
    return 0;
}

static void list(icalcomponent *event, icalcomponent *calendar, time_t start, time_t length)
{
    if (start >= to || start + length <= from || is_excluded(event, calendar, start))
        return;
    char at[32];
    strftime(at, sizeof at, "%Y-%m-%dT%H:%M:%SZ", gmtime(&start));
    const char *title = icalcomponent_get_summary(event);
    printf("%s %s\n", at, title ? title : "");
}

static void list_all(icalcomponent *event, icalcomponent *calendar)
{
    icalproperty *start_property = icalcomponent_get_first_property(event, ICAL_DTSTART_PROPERTY);
    icalproperty *end_property = icalcomponent_get_first_property(event, ICAL_DTEND_PROPERTY);
    if (!start_property)
        return;
    struct icaltimetype start = icalproperty_get_dtstart(start_property);
    icaltimezone *zone = zone_of(calendar, start_property);
    time_t first = icaltime_as_timet_with_zone(start, zone), length = 0;
    if (end_property)
        length = icaltime_as_timet_with_zone(icalproperty_get_dtend(end_property), zone_of(calendar, end_property)) - first;
    icalproperty *rule = icalcomponent_get_first_property(event, ICAL_RRULE_PROPERTY);
    if (!rule)
        list(event, calendar, first, length);
    for (; rule; rule = icalcomponent_get_next_property(event, ICAL_RRULE_PROPERTY)) {
        icalrecur_iterator *times = icalrecur_iterator_new(icalproperty_get_rrule(rule), start);
        if (!times)
            continue;
        for (struct icaltimetype next = icalrecur_iterator_next(times); !icaltime_is_null_time(next); next = icalrecur_iterator_next(times)) {
            time_t at = icaltime_as_timet_with_zone(next, zone);
            if (at >= to)
                break;
            list(event, calendar, at, length);
        }
        icalrecur_iterator_free(times);
    }
    for (icalproperty *p = icalcomponent_get_first_property(event, ICAL_RDATE_PROPERTY); p;
         p = icalcomponent_get_next_property(event, ICAL_RDATE_PROPERTY))
        list(event, calendar, icaltime_as_timet_with_zone(icalproperty_get_rdate(p).time, zone_of(calendar, p)), length);
}

int main(int count, char **words)
{
    char *text = count == 4 ? whole(words[1]) : NULL;
    if (!text) {
        fputs("libical_list FILE FROM TO: the file could not be read\n", stderr);
        return 2;
    }
    from = (time_t)atoll(words[2]);
    to = (time_t)atoll(words[3]);
    icalcomponent *calendar = icalparser_parse_string(text);
    if (!calendar) {
        fputs("libical read no calendar\n", stderr);
        return 1;
    }
    for (icalcomponent *event = icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT); event;
         event = icalcomponent_get_next_component(calendar, ICAL_VEVENT_COMPONENT))
        list_all(event, calendar);
    return 0;
}
