/*
 * chart.c - draws rates over time, on a logarithmic scale, since refusals are faster than writes
 *
 * SPDX-License-Identifier: MIT OR Apache-2.0
 */
#include "chart.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>

enum { LEFT = 52, RIGHT = 16, TOP = 62, LINE = 15, WIDTH = 760, PANEL = 120, GAP = 40, BOTTOM = 34 };

/* From 100 to 10 million a second; below lies nothing. */
static const double LOWEST = 2, HIGHEST = 7;
static const char *const NAMES[KINDS] = { "reads", "writes", "refused" };
/* Of a middle brightness, to be seen on any ground. */
static const char *const COLOURS[KINDS] = { "#4f9a6b", "#3d85c6", "#d9622b" };

double history_total(const struct history *history, int kind, uint64_t nanoseconds)
{
    const struct sample *samples = history->samples;

    if (history->count == 0 || nanoseconds <= samples[0].nanoseconds)
        return 0;
    for (size_t each = 1; each < history->count; each++) {
        const struct sample *left = &samples[each - 1], *right = &samples[each];

        if (nanoseconds > right->nanoseconds)
            continue;
        double share = right->nanoseconds == left->nanoseconds
            ? 1
            : (double)(nanoseconds - left->nanoseconds) / (double)(right->nanoseconds - left->nanoseconds);
        return (double)left->totals[kind] + share * (double)(right->totals[kind] - left->totals[kind]);
    }
    return (double)samples[history->count - 1].totals[kind];
}

double history_rate(const struct history *history, int kind, uint64_t from, uint64_t to)
{
    if (to <= from)
        return 0;
    return (history_total(history, kind, to) - history_total(history, kind, from)) * 1e9 / (double)(to - from);
}

/* A few that happened once are not worth a colour. */
static bool is_drawn(const struct history *history, int kind, uint64_t until)
{
    return history_total(history, kind, until) >= 100;
}

static double height(double rate)
{
    double share = rate > 0 ? (log10(rate) - LOWEST) / (HIGHEST - LOWEST) : 0;

    return PANEL * fmin(fmax(share, 0), 1);
}

/* Steps begin at `origin`, so that none is half before it. */
static void draw_panel(
    FILE *file, const struct history *history, double top, uint64_t from, uint64_t to, uint64_t origin)
{
    double scale = (double)(WIDTH - LEFT - RIGHT) / (double)(to - from);
    const uint64_t width = 25000000;

    fprintf(file, "<text x=\"%d\" y=\"%.0f\" font-weight=\"bold\">%s", LEFT, top - 8, history->name);
    for (int kind = 0; kind < KINDS; kind++) {
        if (is_drawn(history, kind, to))
            fprintf(file, "<tspan dx=\"12\" font-weight=\"normal\" fill=\"%s\">%s</tspan>", COLOURS[kind], NAMES[kind]);
    }
    fputs("</text>\n", file);
    for (double power = LOWEST; power <= HIGHEST; power++) {
        static const char *const labels[] = { "0", "1k", "10k", "100k", "1M", "10M" };
        double y = top + PANEL - PANEL * (power - LOWEST) / (HIGHEST - LOWEST);

        fprintf(file, "<path d=\"M%d %.1fH%d\" stroke=\"#888\" stroke-opacity=\".25\"/>\n", LEFT, y, WIDTH - RIGHT);
        fprintf(
            file, "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>\n", LEFT - 6, y + 4,
            labels[(int)(power - LOWEST)]);
    }
    for (int kind = 0; kind < KINDS; kind++) {
        if (!is_drawn(history, kind, to))
            continue;
        fprintf(
            file, "<path fill=\"%s\" fill-opacity=\".25\" stroke=\"%s\" d=\"M%d %.1f", COLOURS[kind], COLOURS[kind], LEFT,
            top + PANEL);
        for (uint64_t time = from, end = from + (origin - from) % width; time < to; time = end, end += width) {
            end = end < to ? end : to;
            fprintf(
                file, "V%.1fH%.1f", top + PANEL - height(history_rate(history, kind, time, end)),
                LEFT + scale * (double)(end - from));
        }
        fprintf(file, "V%.1fZ\"/>\n", top + PANEL);
    }
}

int chart_write(
    const char *path, const char *title, const struct history *histories, size_t count, const struct mark *marks,
    size_t mark_count, uint64_t from, uint64_t to)
{
    double top = TOP + LINE * (double)mark_count, bottom = top + (double)count * (PANEL + GAP) - GAP;
    double scale = (double)(WIDTH - LEFT - RIGHT) / (double)(to - from);
    FILE *file = fopen(path, "w");

    if (file == NULL)
        return -1;
    fprintf(
        file,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%.0f\" viewBox=\"0 0 %d %.0f\" "
        "font-family=\"sans-serif\" font-size=\"11\" fill=\"#888\">\n"
        "<text x=\"%d\" y=\"22\" font-size=\"14\">%s</text>\n",
        WIDTH, bottom + BOTTOM, WIDTH, bottom + BOTTOM, LEFT, title);
    for (size_t each = 0; each < count; each++)
        draw_panel(
            file, &histories[each], top + (double)each * (PANEL + GAP), from, to,
            mark_count > 0 ? marks[mark_count - 1].nanoseconds : from);
    for (size_t each = 0; each < mark_count; each++) {
        double x = LEFT + scale * (double)(marks[each].nanoseconds - from);
        double y = TOP - 22 + LINE * (double)each;

        fprintf(file, "<path d=\"M%.1f %.0fV%.0f\" stroke=\"#888\" stroke-dasharray=\"3 2\"/>\n", x, y - 9, bottom);
        fprintf(file, "<text x=\"%.1f\" y=\"%.0f\">%s</text>\n", x + 5, y, marks[each].text);
    }
    for (uint64_t time = from; time <= to; time += 500000000) {
        fprintf(
            file, "<text x=\"%.1f\" y=\"%.0f\" text-anchor=\"middle\">%.1f s</text>\n",
            LEFT + scale * (double)(time - from), bottom + 16, (double)(time - from) / 1e9);
    }
    fputs("</svg>\n", file);
    return fclose(file);
}
