/* Uses every function of isoapprox.h the way a C program does. Prints the interval of the search on stdout and exits with 0, or says on
 * stderr which check failed and exits with 1. */
#include "isoapprox.h"

#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CHECK(condition) \
  do { \
    if (!(condition)) { \
      char message[512]; \
      isoapprox_last_error(message, sizeof message); \
      fprintf(stderr, "%s:%d: %s (last error: %s)\n", __FILE__, __LINE__, #condition, message); \
      exit(1); \
    } \
  } while (0)

/* Class 0 at 0 and 3, class 1 at 1: L = 3 - 1 = 2, anchor 0; diameter 3. */
static const double line[] = {0, 3, 1};
static const int64_t classes[] = {0, 0, 1};
static const char *const names[] = {"cat", "cat", "dog"};

static const double plane[] = {0, 0, 1, 0.2, 2, 0.1, 0.4, 0.3, 1.7, 0.9, 0.9, 1.4, 0.3, 1.1, 1.2, 0.7};
static const int64_t plane_classes[] = {0, 1, 0, 1, 0, 1, 0, 1};

/* Three classes in space: the search ends in a moment, which valgrind makes a hundred times longer. */
static const double space[] = {0,   0,   0.3, 1,   0.2, 0.9, 2,   0.1, 0.2, 0.4, 0.3, 1.1,
                               1.7, 0.9, 0.6, 0.9, 1.4, 0.1, 0.3, 1.1, 0.8, 1.2, 0.7, 0.5};
static const int64_t space_classes[] = {0, 1, 2, 0, 1, 2, 0, 1};

static isoapprox_embedding line_embedding(void) {
  isoapprox_embedding f = {line, 3, 1, classes, NULL};
  return f;
}

static isoapprox_embedding plane_embedding(void) {
  isoapprox_embedding f = {plane, 8, 2, plane_classes, NULL};
  return f;
}

static isoapprox_embedding space_embedding(void) {
  isoapprox_embedding f = {space, 8, 3, space_classes, NULL};
  return f;
}

static void measures(void) {
  isoapprox_embedding f = line_embedding();
  char *json = NULL;
  CHECK(isoapprox_measure(&f, NULL, &json) == ISOAPPROX_OK);
  CHECK(strstr(json, "\"diameter\":{\"value\":3,\"pair\":[0,1]}") != NULL);
  CHECK(strstr(json, "\"hardLoss\":{\"value\":2,\"triplet\":{\"anchor\":0,\"positive\":1,\"negative\":2}}") != NULL);
  CHECK(strstr(json, "\"tripletSeparated\":false") != NULL);
  isoapprox_free(json);

  isoapprox_measure_options options;
  isoapprox_measure_options_init(&options);
  options.margin = 0.5;
  options.thickness = ISOAPPROX_THICKNESS_NONE;
  CHECK(isoapprox_measure(&f, &options, &json) == ISOAPPROX_OK);
  CHECK(strstr(json, "\"hardLoss\":{\"value\":2.5,") != NULL && strstr(json, "thickness") == NULL);
  isoapprox_free(json);

  volatile int32_t cancel = 1;
  options.cancel = &cancel;
  CHECK(isoapprox_measure(&f, &options, &json) == ISOAPPROX_OK);
  CHECK(strstr(json, "\"hardLoss\":null") != NULL && strstr(json, "hardLoss was not computed: cancelled") != NULL);
  isoapprox_free(json);
}

static void distances(void) {
  isoapprox_embedding f = line_embedding();
  const double g[] = {0, 3, 2};
  const double lifted[] = {0, 0, 3, 0, 1, 1};
  char *json = NULL;
  f.labels = NULL;
  f.label_texts = names;
  CHECK(isoapprox_distance(&f, g, 1, NULL, &json) == ISOAPPROX_OK);
  CHECK(strstr(json, "\"isometricError\":{\"value\":1,") != NULL);
  CHECK(strstr(json, "\"hausdorffLike\":{\"value\":1,\"class\":\"dog\",") != NULL);
  isoapprox_free(json);
  CHECK(isoapprox_distance(&f, lifted, 2, NULL, &json) == ISOAPPROX_OK);
  CHECK(strstr(json, "\"hausdorffLike\":null") != NULL);
  isoapprox_free(json);
}

static void collapses(void) {
  isoapprox_embedding f = plane_embedding();
  isoapprox_measure_options options;
  double half[16];
  char *json = NULL;
  for (int i = 0; i < 16; i++) {
    half[i] = plane[i] / 2;
  }
  CHECK(isoapprox_collapse(&f, half, 2, NULL, &json) == ISOAPPROX_OK);
  CHECK(strstr(json, "\"kind\":\"none\",\"diameterRatio\":0.5,\"rmsRatio\":0.5,\"betweenRatio\":0.5,") != NULL);
  CHECK(strstr(json, "\"before\":{\"diameter\":") != NULL && strstr(json, "\"thicknessRatio\":{\"lower\":") != NULL);
  isoapprox_free(json);
  isoapprox_measure_options_init(&options);
  options.thickness = ISOAPPROX_THICKNESS_NONE;
  memset(half, 0, sizeof half); /* all points at one */
  CHECK(isoapprox_collapse(&f, half, 2, &options, &json) == ISOAPPROX_OK);
  CHECK(strstr(json, "\"kind\":\"total\",\"diameterRatio\":0,") != NULL && strstr(json, "thickness") == NULL);
  isoapprox_free(json);
  volatile int32_t cancel = 1;
  options.cancel = &cancel;
  CHECK(isoapprox_collapse(&f, half, 2, &options, &json) == ISOAPPROX_OK);
  CHECK(strstr(json, "\"kind\":null") != NULL && strstr(json, "were not computed: cancelled") != NULL);
  isoapprox_free(json);
  options.margin = 1;
  CHECK(isoapprox_collapse(&f, half, 2, &options, &json) == ISOAPPROX_BAD_INPUT && json == NULL);
  CHECK(isoapprox_collapse(&f, NULL, 2, NULL, &json) == ISOAPPROX_BAD_INPUT);
  CHECK(isoapprox_collapse(NULL, half, 2, NULL, &json) == ISOAPPROX_BAD_INPUT);
}

static void anchors(void) {
  isoapprox_embedding f = line_embedding();
  const int64_t one_class[] = {5, 5, 5};
  volatile int32_t cancel = 1;
  char *json = NULL;
  CHECK(isoapprox_anchors(&f, NULL, &json) == ISOAPPROX_OK);
  CHECK(strcmp(json, "{\"farthestPositive\":{\"row\":[1,0,2],\"distance\":[3,3,0]},"
                     "\"nearestNegative\":{\"row\":[2,2,0],\"distance\":[1,2,1]}}") == 0);
  isoapprox_free(json);
  CHECK(isoapprox_anchors(&f, &cancel, &json) == ISOAPPROX_OK && strstr(json, "\"farthestPositive\":null") != NULL);
  isoapprox_free(json);
  f.labels = one_class;
  CHECK(isoapprox_anchors(&f, NULL, &json) == ISOAPPROX_OK && strstr(json, "\"nearestNegative\":null") != NULL);
  isoapprox_free(json);
  CHECK(isoapprox_anchors(NULL, NULL, &json) == ISOAPPROX_BAD_INPUT && json == NULL);
  CHECK(isoapprox_anchors(&f, NULL, NULL) == ISOAPPROX_BAD_INPUT);
}

static void healths(void) {
  isoapprox_embedding f = line_embedding();
  isoapprox_health_options options;
  const double g[] = {0, 0, 6, 0, 2, 0}, weights[] = {-1, 1}, bias[] = {1, -1}, bad[] = {0, NAN, 1};
  const char *const groups[] = {"animal/cat", "animal/cat", "animal/dog"};
  const double huge[] = {0, 3e300, 1e300};
  char *json = NULL, message[64];
  CHECK(isoapprox_health(&f, NULL, &json) == ISOAPPROX_OK);
  CHECK(strstr(json, "{\"points\":3,\"dimension\":1,\"classes\":2,\"labelled\":true,\"levels\":null,\"margin\":0,\"beta\":1,") == json);
  CHECK(strstr(json, "{\"id\":\"hard-mined-loss\",\"value\":2,\"lower\":null,\"upper\":null,\"reason\":null,\"sample\":null,") != NULL);
  CHECK(strstr(json, "\"claims\":[{\"id\":\"hscl-scl\",") != NULL);
  CHECK(strstr(strstr(json, "\"leftOut\":["), "\"linear-cka\"") != NULL && strstr(json, "\"id\":\"linear-cka\"") == NULL);
  isoapprox_free(json);

  isoapprox_health_options_init(&options);
  CHECK(options.margin == 0 && options.beta == 1 && options.temperature > 0 && options.seed == 1 && options.pair_limit >= 1);
  CHECK(options.against.numbers == NULL && options.groups == NULL);
  options.margin = 0.5;
  options.against = (isoapprox_matrix){g, 3, 2};
  options.classifier = (isoapprox_matrix){weights, 2, 1};
  options.bias = bias;
  options.bias_count = 2;
  options.groups = groups;
  CHECK(isoapprox_health(&f, &options, &json) == ISOAPPROX_OK);
  CHECK(strstr(json, "{\"id\":\"hard-mined-loss\",\"value\":2.5,") != NULL && strstr(json, "\"id\":\"nc3-self-duality\"") != NULL);
  CHECK(strstr(json, "{\"id\":\"ladder-loss\",") != NULL);
  CHECK(strstr(json, "{\"id\":\"linear-cka\",\"value\":1,") != NULL); /* g is f twice as large */
  isoapprox_free(json);
  options.bias_count = 1;
  CHECK(isoapprox_health(&f, &options, &json) == ISOAPPROX_BAD_INPUT && json == NULL);
  options.classifier.numbers = NULL;
  CHECK(isoapprox_health(&f, &options, &json) == ISOAPPROX_BAD_INPUT);
  isoapprox_last_error(message, sizeof message);
  CHECK(strncmp(message, "bias: there is no classifier", 28) == 0);
  options.bias = NULL;
  options.against.rows = 2;
  CHECK(isoapprox_health(&f, &options, &json) == ISOAPPROX_BAD_INPUT);
  isoapprox_last_error(message, sizeof message);
  CHECK(strncmp(message, "against: 2 rows, X has 3;", 25) == 0);
  options.against = (isoapprox_matrix){bad, 3, 1};
  CHECK(isoapprox_health(&f, &options, &json) == ISOAPPROX_BAD_INPUT);

  isoapprox_health_options_init(&options);
  f.labels = NULL; /* without labels */
  CHECK(isoapprox_health(&f, &options, &json) == ISOAPPROX_OK);
  CHECK(strstr(json, "\"classes\":null,\"labelled\":false,") != NULL && strstr(json, "\"claims\":[]") != NULL);
  CHECK(strstr(strstr(json, "\"leftOut\":["), "\"hard-mined-loss\"") != NULL);
  isoapprox_free(json);
  options.classifier = (isoapprox_matrix){weights, 2, 1};
  CHECK(isoapprox_health(&f, &options, &json) == ISOAPPROX_BAD_INPUT);
  isoapprox_health_options_init(&options);
  f.points = huge;
  CHECK(isoapprox_health(&f, &options, &json) == ISOAPPROX_OK);
  CHECK(strstr(json, "{\"id\":\"diameter\",\"value\":3E+300,") != NULL);
  isoapprox_free(json);
  volatile int32_t cancel = 1;
  options.cancel = &cancel;
  CHECK(isoapprox_health(&f, &options, &json) == ISOAPPROX_OK);
  CHECK(strstr(json, "\"reason\":\"stopped before it was finished\"") != NULL && strstr(json, "\"notes\":[\"cancelled: ") != NULL);
  isoapprox_free(json);
  options.pair_limit = 0;
  CHECK(isoapprox_health(&f, &options, &json) == ISOAPPROX_BAD_INPUT);
  isoapprox_health_options_init(&options);
  options.temperature = 0;
  CHECK(isoapprox_health(&f, &options, &json) == ISOAPPROX_BAD_INPUT);
  options.groups = groups; /* and no labels */
  options.temperature = 1;
  CHECK(isoapprox_health(&f, &options, &json) == ISOAPPROX_BAD_INPUT);
  options.groups = NULL;
  options.beta = -1;
  CHECK(isoapprox_health(&f, &options, &json) == ISOAPPROX_BAD_INPUT);
  options.size++;
  CHECK(isoapprox_health(&f, &options, &json) == ISOAPPROX_BAD_INPUT);
  CHECK(isoapprox_health(NULL, NULL, &json) == ISOAPPROX_BAD_INPUT && isoapprox_health(&f, NULL, NULL) == ISOAPPROX_BAD_INPUT);
}

static int32_t count_and_stop(void *user, int64_t finished, int64_t total, double lower, double upper) {
  (void)finished, (void)total;
  CHECK(lower <= upper);
  ++*(int *)user;
  return 1;
}

static void search(void) {
  isoapprox_embedding f = space_embedding();
  isoapprox_set set;
  isoapprox_nearest_options options;
  isoapprox_nearest_result result, again;
  char *json = NULL;
  int32_t accepted = 0;
  double lower = 0;

  isoapprox_set_init(&set);
  isoapprox_nearest_options_init(&options);
  options.starts = 4;
  options.seed = 7;
  CHECK(isoapprox_nearest(&f, &set, &options, &result) == ISOAPPROX_OK);
  CHECK(result.rows == 8 && result.columns == 3 && 0 < result.lower && result.lower <= result.upper && isfinite(result.upper));
  CHECK(result.certificate != NULL && strstr(result.json, "\"metric\":\"haus\"") != NULL);
  double attained = 0;
  for (int i = 0; i < 8; i++) {
    double square = 0;
    for (int d = 3 * i; d < 3 * i + 3; d++) {
      square += (space[d] - result.embedding[d]) * (space[d] - result.embedding[d]);
    }
    attained = fmax(attained, sqrt(square));
  }
  CHECK(fabs(attained - result.upper) <= 1e-12);
  printf("%.17g %.17g\n", result.lower, result.upper);

  CHECK(isoapprox_certify(&f, &set, result.certificate, &accepted, &lower, &json) == ISOAPPROX_OK);
  CHECK(accepted == 1 && lower > 0 && strstr(json, "\"metric\":\"haus\"") != NULL);
  isoapprox_free(json);
  set.margin = 0.25; /* another problem: the certificate proves nothing about it */
  CHECK(isoapprox_certify(&f, &set, result.certificate, &accepted, &lower, NULL) == ISOAPPROX_OK);
  CHECK(accepted == 0 && lower == 0);
  set.margin = 0;

  options.threads = 2; /* the number of threads changes nothing */
  CHECK(isoapprox_nearest(&f, &set, &options, &again) == ISOAPPROX_OK);
  CHECK(again.upper == result.upper && again.lower == result.lower);
  CHECK(memcmp(again.embedding, result.embedding, 24 * sizeof(double)) == 0);
  isoapprox_nearest_result_clear(&again);
  isoapprox_nearest_result_clear(&result);
  CHECK(result.embedding == NULL);
  isoapprox_nearest_result_clear(&result);

  volatile int32_t cancel = 1;
  options.cancel = &cancel;
  CHECK(isoapprox_nearest(&f, NULL, &options, &result) == ISOAPPROX_OK);
  CHECK(result.status == ISOAPPROX_STATUS_CANCELLED && result.lower <= result.upper && isfinite(result.upper));
  isoapprox_nearest_result_clear(&result);

  int calls = 0;
  options.cancel = NULL;
  options.progress = count_and_stop;
  options.user = &calls;
  options.starts = 64;
  options.dimension = 2;
  options.metric = ISOAPPROX_METRIC_ISO;
  CHECK(isoapprox_nearest(&f, NULL, &options, &result) == ISOAPPROX_OK);
  CHECK(calls <= 1 && (calls == 0 || result.status != ISOAPPROX_STATUS_LOCAL_MINIMUM));
  isoapprox_nearest_result_clear(&result);
}

static void bad_input(void) {
  isoapprox_embedding f = line_embedding();
  isoapprox_nearest_options options;
  isoapprox_nearest_result result;
  char *json = (char *)&f, message[16];
  int32_t accepted;
  double lower;
  const double bad[] = {0, NAN, 1};

  f.points = bad;
  CHECK(isoapprox_measure(&f, NULL, &json) == ISOAPPROX_BAD_INPUT && json == NULL);
  size_t length = isoapprox_last_error(message, sizeof message);
  CHECK(length > sizeof message && strlen(message) == sizeof message - 1 && strncmp(message, "X: row 1, colum", 15) == 0);
  f = line_embedding();
  f.labels = NULL;
  CHECK(isoapprox_measure(&f, NULL, &json) == ISOAPPROX_BAD_INPUT);
  f = line_embedding();
  f.rows = -1;
  CHECK(isoapprox_measure(&f, NULL, &json) == ISOAPPROX_BAD_INPUT);
  f.rows = INT64_MAX;
  CHECK(isoapprox_measure(&f, NULL, &json) == ISOAPPROX_BAD_INPUT);
  CHECK(isoapprox_measure(NULL, NULL, &json) == ISOAPPROX_BAD_INPUT);
  f = line_embedding();
  CHECK(isoapprox_measure(&f, NULL, NULL) == ISOAPPROX_BAD_INPUT);
  CHECK(isoapprox_nearest(&f, NULL, NULL, NULL) == ISOAPPROX_BAD_INPUT);
  isoapprox_nearest_options_init(&options);
  options.size--;
  CHECK(isoapprox_nearest(&f, NULL, &options, &result) == ISOAPPROX_BAD_INPUT);
  isoapprox_nearest_options_init(&options);
  options.metric = 9;
  CHECK(isoapprox_nearest(&f, NULL, &options, &result) == ISOAPPROX_BAD_INPUT);
  CHECK(isoapprox_certify(&f, NULL, "no JSON", &accepted, &lower, NULL) == ISOAPPROX_BAD_INPUT && accepted == 0);
  CHECK(isoapprox_last_error(NULL, 0) > 0);
  CHECK(isoapprox_measure(&f, NULL, &json) == ISOAPPROX_OK && isoapprox_last_error(NULL, 0) == 0);
  isoapprox_free(json);
  isoapprox_free(NULL);
}

static void *in_a_thread(void *unused) {
  isoapprox_embedding f = plane_embedding();
  char *json = NULL;
  (void)unused;
  for (int i = 0; i < 5; i++) {
    CHECK(isoapprox_measure(NULL, NULL, &json) == ISOAPPROX_BAD_INPUT && isoapprox_last_error(NULL, 0) > 0);
    CHECK(isoapprox_measure(&f, NULL, &json) == ISOAPPROX_OK && isoapprox_last_error(NULL, 0) == 0);
    isoapprox_free(json);
  }
  return NULL;
}

int main(void) {
  pthread_t threads[4];
  CHECK(strlen(isoapprox_version()) >= 5);
  measures();
  distances();
  collapses();
  anchors();
  healths();
  bad_input();
  search();
  for (int i = 0; i < 4; i++) {
    CHECK(pthread_create(&threads[i], NULL, in_a_thread, NULL) == 0);
  }
  for (int i = 0; i < 4; i++) {
    pthread_join(threads[i], NULL);
  }
  return 0;
}
