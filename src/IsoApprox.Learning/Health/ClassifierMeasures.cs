using IsoApprox.Embeddings;
using IsoApprox.Solver.Algebra;

namespace IsoApprox.Learning.Health;

/// <summary>Neural collapse of the linear classifier on top of the embedding. Cost O(N n C), memory O(N n + C n).</summary>
internal static class ClassifierMeasures
{
    internal const string SelfDuality = "nc3-self-duality";
    internal const string Agreement = "nc4-classifier";

    internal static readonly string[] Ids = [SelfDuality, Agreement];

    /// <summary>||W/||W|| - M/||M||||^2 in Frobenius norms.</summary>
    /// <param name="weights">W, any scale, not all zero.</param>
    /// <param name="means">Rows mu_c - mu, not all zero.</param>
    internal static double Duality(Embedding weights, double[] means)
    {
        var w = ScaledPoints.AsTheyAre(weights);
        var (first, second) = (Math.Sqrt(VectorKernels.Dot(w, w)), Math.Sqrt(VectorKernels.Dot(means, means)));
        var sum = 0.0;
        for (var k = 0; k < w.Length; k++)
        {
            var difference = (w[k] / first) - (means[k] / second);
            sum += difference * difference;
        }

        return sum;
    }

    /// <summary>The class with the largest score of each row; -1 where two have the same.</summary>
    internal static int[] Decisions(Embedding f, LinearClassifier classifier, ReadOnlySpan<int> rows)
    {
        var (n, classes) = (f.Dimension, f.ClassCount);
        var points = ScaledPoints.AsTheyAre(f, out var ofPoints);
        var weights = ScaledPoints.AsTheyAre(classifier.Weights, out var ofWeights);
        var (unit, bias) = Biases(classifier.Bias, classes, ofPoints + ofWeights);
        var decisions = new int[rows.Length];
        for (var r = 0; r < rows.Length; r++)
        {
            var (best, isTie, largest) = (0, false, double.NegativeInfinity);
            for (var c = 0; c < classes; c++)
            {
                var score = (unit * VectorKernels.Dot(points.AsSpan(rows[r] * n, n), weights.AsSpan(c * n, n))) + bias[c];
                (best, isTie) = score > largest ? (c, false) : (best, isTie || score == largest);
                largest = Math.Max(largest, score);
            }

            decisions[r] = isTie ? -1 : best;
        }

        return decisions;
    }

    /// <summary>Factor of the products and biases in one unit in which both are at most near 1.</summary>
    private static (double Unit, double[] Bias) Biases(IReadOnlyList<double>? bias, int classes, int exponent)
    {
        var largest = bias?.Max(Math.Abs) ?? 0;
        var top = largest == 0 ? exponent : Math.Max(exponent, Math.ILogB(largest));
        return (Math.ScaleB(1, exponent - top), [.. Enumerable.Range(0, classes).Select(c => Math.ScaleB(bias?[c] ?? 0, -top))]);
    }
}
