/*
 * isoapprox.h - measures of labelled embeddings, the nearest ideal embedding with a proved interval, and the check of its certificate.
 *
 * Link with -lisoapprox. All functions may be called from several threads at once; there is no state but each thread's last error.
 * Nothing of what is passed in is kept after a call. Texts are UTF-8, ended by a zero byte.
 *
 * Functions that return int return one of ISOAPPROX_OK, ISOAPPROX_BAD_INPUT, ISOAPPROX_OUT_OF_MEMORY, ISOAPPROX_INTERNAL. When it is not
 * ISOAPPROX_OK, isoapprox_last_error says in one line what is wrong, where, and what to do, and no memory was given out.
 *
 * JSON texts are one object on one line with the field names of the command line. Numbers round-trip; a value that is not finite or was not
 * computed is null, and an entry of "notes" says why.
 */
#ifndef ISOAPPROX_H
#define ISOAPPROX_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define ISOAPPROX_OK 0
#define ISOAPPROX_BAD_INPUT 2
#define ISOAPPROX_OUT_OF_MEMORY 4
#define ISOAPPROX_INTERNAL 5

/* N labelled points f_1..f_N in R^n. */
typedef struct isoapprox_embedding {
  const double *points;           /* N n coordinates, row by row; all finite */
  int64_t rows;                   /* N >= 1 */
  int64_t columns;                /* n >= 1 */
  const int64_t *labels;          /* N integers, or NULL when the labels are texts */
  const char *const *label_texts; /* N texts, none blank; read only when labels is NULL. isoapprox_health: both may be NULL */
} isoapprox_embedding;

/* Numbers without labels. */
typedef struct isoapprox_matrix {
  const double *numbers; /* rows x columns, row by row; all finite. NULL: there is no matrix */
  int64_t rows;          /* >= 1 */
  int64_t columns;       /* >= 1 */
} isoapprox_matrix;

/* A set of ideal embeddings g. */
#define ISOAPPROX_SET_TS 0          /* |g_a - g_p| + margin <= |g_a - g_n| for every triplet (arXiv 2210.11173, Def. 1) */
#define ISOAPPROX_SET_SPHERE 1      /* the same, all |g_i| = 1 */
#define ISOAPPROX_SET_CONTRASTIVE 2 /* |g_i - g_j| <= within in a class, >= beyond between classes; no margin */
#define ISOAPPROX_SET_LADDER 3      /* comparisons by level; groups gives the group of each row */

typedef struct isoapprox_set {
  size_t size;               /* filled in by isoapprox_set_init */
  int32_t kind;              /* ISOAPPROX_SET_... */
  double margin;             /* >= 0, length unit of the points */
  double within;             /* >= 0 */
  double beyond;             /* >= 0 */
  const char *const *groups; /* N texts, a path such as animal/pet; NULL but for the ladder */
} isoapprox_set;

/* F_TS with margin 0. */
void isoapprox_set_init(isoapprox_set *set);

#define ISOAPPROX_THICKNESS_NONE 0
#define ISOAPPROX_THICKNESS_BOUNDS 1 /* local search and weighted covariance; quick */
#define ISOAPPROX_THICKNESS_AUTO 2   /* branch and bound for a few seconds (n <= 12), then bounds */
#define ISOAPPROX_THICKNESS_EXACT 3  /* branch and bound until it is finished (n <= 12) */

typedef struct isoapprox_measure_options {
  size_t size;                    /* filled in by isoapprox_measure_options_init */
  double margin;                  /* >= 0; default 0 */
  int32_t thickness;              /* ISOAPPROX_THICKNESS_...; default bounds */
  int32_t seed;                   /* default 1 */
  double time_limit;              /* seconds, 0 for none (default); what is not finished by then is null */
  const volatile int32_t *cancel; /* another thread sets it to non-zero to stop; may be NULL (default) */
} isoapprox_measure_options;

void isoapprox_measure_options_init(isoapprox_measure_options *options);

typedef struct isoapprox_health_options {
  size_t size;                    /* filled in by isoapprox_health_options_init */
  double margin;                  /* >= 0, of the triplet losses; default 0 */
  double beta;                    /* hardness >= 0 of HSCL, at which the theorems on hard negatives are judged; default 1 */
  double temperature;             /* > 0, of InfoNCE on cosines; default 0.1 */
  int32_t pair_limit;             /* >= 1; up to so many points every pair is looked at, above it a seeded subset; default 10000 */
  int32_t seed;                   /* default 1 */
  isoapprox_matrix against;       /* the same items, row by row, in any dimension; none (default): no CKA */
  isoapprox_matrix classifier;    /* weights of the linear classifier on top, classes x n; none (default): no NC3, NC4 of the classifier.
                                   * A row a class: integers in increasing order, other labels in ordinal order */
  const double *bias;             /* of the classifier, one number a class; NULL (default): 0 */
  int64_t bias_count;             /* numbers at bias */
  const char *const *groups;      /* N texts, the group of each row as for the ladder set; NULL (default): no ladder loss */
  double time_limit;              /* seconds, 0 for none (default); what is not finished by then is null */
  const volatile int32_t *cancel; /* another thread sets it to non-zero to stop; may be NULL (default) */
} isoapprox_health_options;

void isoapprox_health_options_init(isoapprox_health_options *options);

#define ISOAPPROX_METRIC_HAUS 0 /* d_haus, Eq. 12 */
#define ISOAPPROX_METRIC_ISO 1  /* d_iso, Eq. 14 */
#define ISOAPPROX_DIMENSION_OF_POINTS 0
#define ISOAPPROX_DIMENSION_FREE (-1)

/* Told after each batch of starts, one call at a time, from any thread of the search. upper may be infinite.
 * A value other than 0 stops the search, and the best so far is returned. It must not call longjmp or throw. */
typedef int32_t (*isoapprox_progress)(void *user, int64_t finished, int64_t total, double lower, double upper);

typedef struct isoapprox_nearest_options {
  size_t size;                    /* filled in by isoapprox_nearest_options_init */
  int32_t metric;                 /* ISOAPPROX_METRIC_...; default haus */
  int32_t dimension;              /* of g: >= 1, ISOAPPROX_DIMENSION_OF_POINTS (default) or ISOAPPROX_DIMENSION_FREE */
  int32_t starts;                 /* of the local search; 0 (default): by size */
  int32_t seed;                   /* default 1; the result depends on it, never on the number of threads */
  int32_t threads;                /* 0 (default): all cores */
  int32_t prove;                  /* non-zero: branch and bound after the starts (dimension 1 to 3, few points) */
  double gap;                     /* relative gap (upper - lower)/upper at which to stop; negative (default): 1e-8 */
  double time_limit;              /* seconds; 0 (default): none */
  isoapprox_progress progress;    /* may be NULL (default) */
  void *user;                     /* first argument of progress */
  const volatile int32_t *cancel; /* another thread sets it to non-zero to stop; may be NULL (default) */
} isoapprox_nearest_options;

void isoapprox_nearest_options_init(isoapprox_nearest_options *options);

#define ISOAPPROX_STATUS_ALREADY_SEPARATED 1
#define ISOAPPROX_STATUS_PROVED_GLOBAL 2 /* the interval is closed to the gap */
#define ISOAPPROX_STATUS_LOCAL_MINIMUM 3 /* the interval is what is proved, here and below */
#define ISOAPPROX_STATUS_TIME_LIMIT 4
#define ISOAPPROX_STATUS_CANCELLED 5

/* The distance from f to the set lies in [lower, upper]; embedding attains upper. The pointers are the caller's: copy what is needed, then
 * call isoapprox_nearest_result_clear. */
typedef struct isoapprox_nearest_result {
  double lower;      /* proved, rounded down */
  double upper;      /* attained, rounded up */
  double gap;        /* (upper - lower)/upper; 0 when upper is 0 */
  int32_t status;    /* ISOAPPROX_STATUS_...: why the search stopped */
  int64_t rows;      /* N */
  int64_t columns;   /* coordinates of g: max(n, d) for haus, d for iso; more in a free dimension */
  double *embedding; /* rows x columns, row by row */
  char *json;        /* "status", "metric", "lower", "upper", "lowerSource", "explanation", ... */
  char *certificate; /* proof of lower as JSON; NULL when lower is 0 and needs none */
} isoapprox_nearest_result;

/* The version, for example "0.2.0". Never freed. */
const char *isoapprox_version(void);

/* Copies the message of this thread's last call, at most capacity - 1 bytes and a zero byte; empty when the call went well.
 * Returns the length of the whole message. buffer may be NULL when capacity is 0. */
size_t isoapprox_last_error(char *buffer, size_t capacity);

/* Frees a JSON text. NULL is legal. */
void isoapprox_free(void *text);

/* "points", "dimension", "classes", "margin", "rank", "duplicates", "diameter" {value, pair},
 * "thickness" {lower, upper, direction, method}, "hardLoss" {value, triplet {anchor, positive, negative}}, "batchHardLoss",
 * "tripletSeparated", "enclosingRadius", "classRadius" [].
 * options may be NULL. Cost O(N^2 n). */
int isoapprox_measure(const isoapprox_embedding *f, const isoapprox_measure_options *options, char **json);

/* Two embeddings of the same labelled items; the labels are those of f. points: N columns coordinates, row by row.
 * "isometricError" {value, pair} (Eq. 13), "hausdorffLike" {value, class, from, to, fromEmbedding} (Eq. 11), "hausdorff": the same for each
 * class. The last two are null when the embeddings have different numbers of coordinates. cancel may be NULL. Cost O(N^2 n). */
int isoapprox_distance(const isoapprox_embedding *f, const double *points, int64_t columns, const volatile int32_t *cancel, char **json);

/* What of f is left in g, two embeddings of the same labelled items as above: the canonical nearest embedding, or a model after training.
 * "kind" (none, class, total, undefined; at a ratio of 0.1), "diameterRatio", "rmsRatio", "betweenRatio", "withinRatio",
 * "effectiveRankRatio" (g over f; null where f has none), "before" and "after" {diameter, rmsRadius, betweenClassSpread,
 * withinClassSpread, effectiveRank}, "thicknessRatio" {lower, upper}. options: those of isoapprox_measure without a margin; may be NULL.
 * Cost O(N^2 n + N n min(N, n)). */
int isoapprox_collapse(
    const isoapprox_embedding *f, const double *points, int64_t columns, const isoapprox_measure_options *options, char **json);

/* The hardest triplet of each anchor: "farthestPositive" and "nearestNegative" {row [], distance []}, N entries each. A row without
 * another of its class has itself as positive, distance 0; "nearestNegative" is null when there is one class. Of equal distances the
 * lowest row counts. cancel may be NULL. Cost O(N^2 n). */
int isoapprox_anchors(const isoapprox_embedding *f, const volatile int32_t *cancel, char **json);

/* The measures of collapse and health in use, side by side (docs/measures.md): losses, thickness, effective ranks, directions, neural
 * collapse, neighbours. "points", "dimension", "classes" (null without labels), "labelled", "levels" (their number, or null), "margin",
 * "beta", "temperature", "pairLimit", "seed", then what isoapprox health --json gives: "measures" [] {id, value, lower, upper, reason,
 * sample, definition, source}, "claims" [] {id, statement, verdict, left {lower, upper}, right {lower, upper}, note, sample}, and
 * "leftOut" [], the ids of measures that need labels, levels, a second embedding or a classifier that is not there. A value that is null
 * has a "reason". "sample" is null, or the number of points of the seeded subset that the value is taken from: the diameter and the
 * hard-mined loss of a subset are lower bounds, and a claim says nothing about the other points. options may be NULL. With pair_limit P
 * cost O(min(N, P)^2 n + N n^2 + N n classes), memory O(N n). */
int isoapprox_health(const isoapprox_embedding *f, const isoapprox_health_options *options, char **json);

/* The member of the set nearest to f. set (NULL: F_TS, margin 0) and options may be NULL. A search that was stopped is ISOAPPROX_OK. */
int isoapprox_nearest(
    const isoapprox_embedding *f, const isoapprox_set *set, const isoapprox_nearest_options *options, isoapprox_nearest_result *result);

/* Frees what the result points to and sets it to zero. */
void isoapprox_nearest_result_clear(isoapprox_nearest_result *result);

/* Is this proof right? No solver takes part. The certificate is one of nearest, measure --certificate or refute, as JSON; f and set are
 * those it was made for. A certificate that proves nothing is ISOAPPROX_OK with *accepted = 0; a text that is no certificate is
 * ISOAPPROX_BAD_INPUT. *lower: the proved bound, 0 when rejected. json may be NULL: "accepted", "metric",
 * "dimension" (lower is proved for g in at most so many dimensions; "reason" says when in every one), "lower", "reason", "digest". */
int isoapprox_certify(
    const isoapprox_embedding *f, const isoapprox_set *set, const char *certificate, int32_t *accepted, double *lower, char **json);

#ifdef __cplusplus
}
#endif

#endif
