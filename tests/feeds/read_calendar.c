/* The events of a calendar as libical reads them; what it could not read is an error. */
#include <libical/ical.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *whole(const char *path) {
  FILE *file = fopen(path, "rb");
  if (!file) exit(2);
  fseek(file, 0, SEEK_END);
  long size = ftell(file);
  rewind(file);
  char *text = malloc(size + 1);
  if (!text || fread(text, 1, size, file) != (size_t)size) exit(2);
  text[size] = 0;
  fclose(file);
  return text;
}

static const char *moment(icalcomponent *event, icalproperty_kind kind) {
  icalproperty *property = icalcomponent_get_first_property(event, kind);
  return property ? icalproperty_get_value_as_string(property) : "";
}

static int compare(const void *one, const void *other) { return strcmp(*(char **)one, *(char **)other); }

int main(int count, char **arguments) {
  if (count != 2) return 2;
  icalcomponent *calendar = icalparser_parse_string(whole(arguments[1]));
  if (!calendar || icalcomponent_count_errors(calendar)) return 1;
  int events = icalcomponent_count_components(calendar, ICAL_VEVENT_COMPONENT);
  char **lines = calloc(events + 1, sizeof(char *));
  int n = 0;
  icalcomponent *event = icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT);
  for (; event; event = icalcomponent_get_next_component(calendar, ICAL_VEVENT_COMPONENT)) {
    const char *parts[5] = {
        icalcomponent_get_uid(event),
        moment(event, ICAL_DTSTART_PROPERTY),
        moment(event, ICAL_DTEND_PROPERTY),
        icalenum_status_to_string(icalcomponent_get_status(event)),
        icalcomponent_get_summary(event),
    };
    size_t size = 6;
    for (int i = 0; i < 5; i++) size += strlen(parts[i]);
    lines[n] = malloc(size);
    snprintf(lines[n++], size, "%s\t%s\t%s\t%s\t%s", parts[0], parts[1], parts[2], parts[3], parts[4]);
  }
  qsort(lines, n, sizeof(char *), compare);
  for (int i = 0; i < n; i++) puts(lines[i]);
  return 0;
}
