// Times of straightforward C++ kernels for d_iso, diameter and hard mining in n dimensions (template constant), for comparison with the managed ones.
//
//     g++ -O3 -march=native -mprefer-vector-width=512 -ffast-math -fopenmp kernels.cpp -o kernels && ./kernels [N,N,...]
//
// Coordinate-major points, all pairs i < j on all cores; d_iso takes square roots only for blocks in which a pair can exceed the maximum so far.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <limits>
#include <random>
#include <vector>

constexpr int Block = 64;

struct Points {
    int count, padded;
    std::vector<double> x;  // coordinate k of point j at x[k * padded + j]
    Points(int n, int count, int seed) : count(count), padded((count + Block - 1) / Block * Block), x(size_t(n) * padded) {
        std::mt19937_64 engine(seed);
        std::normal_distribution<double> normal;
        for (auto& value : x) value = normal(engine);
    }
};

template <int n>
static inline void squared(const Points& p, int i, int from, double* out) {
    for (int j = 0; j < Block; j++) {
        double sum = 0;
        for (int k = 0; k < n; k++) {
            double d = p.x[size_t(k) * p.padded + i] - p.x[size_t(k) * p.padded + from + j];
            sum += d * d;
        }
        out[j] = sum;
    }
}

template <int n>
static double isometric(const Points& f, const Points& g) {
    double best = 0;  // a thread starts from the least double
#pragma omp parallel for schedule(dynamic, 32) reduction(max : best)
    for (int i = 0; i < f.count; i++) {
        double a[Block], b[Block];
        for (int from = i / Block * Block; from < f.count; from += Block) {
            squared<n>(f, i, from, a);
            squared<n>(g, i, from, b);
            double reached = std::max(best, 0.0), half = 0.5 * reached * reached, most = -1e300;
            for (int j = 0; j < Block; j++) {
                double rest = 0.5 * (a[j] + b[j]) - half;
                most = std::max(most, rest * std::fabs(rest) - a[j] * b[j]);
            }
            for (int j = 0; most > 0 && j < Block; j++) {
                if (from + j > i && from + j < f.count) best = std::max(best, std::fabs(std::sqrt(a[j]) - std::sqrt(b[j])));
            }
        }
    }
    return best;
}

template <int n>
static double diameter(const Points& f) {
    double best = 0;
#pragma omp parallel for schedule(dynamic, 32) reduction(max : best)
    for (int i = 0; i < f.count; i++) {
        double a[Block];
        for (int from = i / Block * Block; from < f.count; from += Block) {
            squared<n>(f, i, from, a);
            int end = std::min(Block, f.count - from);
            for (int j = 0; j < end; j++) best = std::max(best, a[j]);
        }
    }
    return std::sqrt(best);
}

template <int n>
static double hard(const Points& f, const std::vector<double>& label) {
    double worst = -std::numeric_limits<double>::max();
#pragma omp parallel for schedule(dynamic, 32) reduction(max : worst)
    for (int i = 0; i < f.count; i++) {
        double a[Block], far = 0, near = 1e300;
        for (int from = 0; from < f.count; from += Block) {
            squared<n>(f, i, from, a);
            int end = std::min(Block, f.count - from);
            for (int j = 0; j < end; j++) {
                bool same = label[from + j] == label[i];
                far = std::max(far, same ? a[j] : 0.0);
                near = std::min(near, same ? 1e300 : a[j]);
            }
        }
        worst = std::max(worst, std::sqrt(far) - std::sqrt(near));
    }
    return worst;
}

static void row(int count, int n, const char* name, const std::function<double()>& compute) {
    std::vector<double> times;
    double value = compute();
    for (int r = 0; r < 15; r++) {
        auto start = std::chrono::steady_clock::now();
        value = compute();
        times.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count());
    }
    std::sort(times.begin(), times.end());
    std::printf("N=%-6d n=%-4d %-40s %10.3f ms median %10.3f ms least   (%.6f)\n", count, n, name, times[times.size() / 2], times[0], value);
}

template <int n>
static void table(int count) {
    Points f(n, count, 1), g(n, count, 2);
    std::vector<double> label(f.padded);
    for (auto& l : label) l = std::rand() % 10;
    row(count, n, "d_iso C++", [&] { return isometric<n>(f, g); });
    row(count, n, "diameter C++", [&] { return diameter<n>(f); });
    row(count, n, "hard mining C++", [&] { return hard<n>(f, label); });
}

int main(int argc, char** argv) {
    const char* counts = argc > 1 ? argv[1] : "1000,4096,10000";
    for (char* p = const_cast<char*>(counts); *p; p += *p == ',') {
        int count = int(std::strtol(p, &p, 10));
        table<2>(count);
        table<16>(count);
    }
}
