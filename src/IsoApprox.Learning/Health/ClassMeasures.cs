using IsoApprox.Embeddings;
using IsoApprox.Solver.Algebra;
using MathNet.Numerics.LinearAlgebra;

namespace IsoApprox.Learning.Health;

/// <summary>
/// Neural collapse. mu_c is the mean of class c, C the number of classes, mu the mean of the class means, S_W the mean over points and S_B
/// the mean over classes of the outer products. Cost O(N n min(C, n) + C^2 n + min(C, n)^3), memory O(N n + min(C, n)^2).
/// </summary>
internal sealed class ClassMeasures
{
    /// <summary>Above this many classes pairs of classes are not looked at.</summary>
    internal const int LargestClassCount = 5000;

    /// <summary>Eigenvalues of S_B below this share of the largest are rounding of the class means.</summary>
    private const double RankTolerance = 1e-12;

    /// <summary>A squared length below this share of the total variance is rounding.</summary>
    private const double Rounding = 1e-26;

    /// <summary>Squared rounding of one coordinate of a mean, coordinates below 2.</summary>
    private const double MeanRounding = 8e-31;

    internal static readonly string[] Ids =
    [
        "nc1-pinv", DiscriminantRank.Id, "nc1-quotient", "cdnv", "nc2-equinorm", "nc2-equiangle", "nc2-max-angle", "nc2-etf-error", "nc4",
    ];

    private readonly Embedding _f;
    private readonly CancellationToken _cancellation;
    private readonly double[] _points;
    private readonly double[] _means;
    private readonly double[] _centred;
    private readonly double[] _variances;
    private readonly double _within;
    private readonly double _between;
    private readonly double _rounding;
    private readonly int _exponent;

    private ClassMeasures(Embedding f, CancellationToken cancellation)
    {
        (_f, _cancellation, _points) = (f, cancellation, ScaledPoints.UpToTranslation(f, out _exponent));
        var (n, classes) = (f.Dimension, f.ClassCount);
        (_means, _variances) = (new double[classes * n], new double[classes]);
        Parallel.For(0, classes, new ParallelOptions { CancellationToken = cancellation }, c =>
        {
            var mean = ScaledPoints.Mean(_points, n, f.Members(c));
            mean.CopyTo(_means, c * n);
            foreach (var i in f.Members(c))
            {
                _variances[c] += VectorKernels.SquaredDistance(_points.AsSpan(i * n, n), mean) / f.Members(c).Length;
            }
        });
        _centred = ScaledPoints.Centred(_means, n);
        _within = Enumerable.Range(0, classes).Sum(c => _variances[c] * f.Members(c).Length) / f.Count;
        _between = VectorKernels.Dot(_centred, _centred) / classes;
        _rounding = Math.Max(Rounding * (_within + _between), MeanRounding * n);
    }

    /// <summary>Fills the rows.</summary>
    internal static void Fill(HealthTable table, Embedding f, HealthSettings settings, CancellationToken cancellation) =>
        new ClassMeasures(f, cancellation).Fill(table, settings);

    private void Fill(HealthTable table, HealthSettings settings)
    {
        var reason = _f.ClassCount == 1 ? "there is one class" : _between <= _rounding ? "all class means coincide" : null;
        table.SetUnless(reason, "nc1-pinv", WithinOverBetween);
        table.SetUnless(reason, "nc1-quotient", () => _within / _between);
        if (reason is null)
        {
            DiscriminantRank.Fill(table, _f, _points, _means, _centred, _exponent, _cancellation);
        }
        else
        {
            table.Miss(DiscriminantRank.Id, reason);
        }

        Pairs(table, reason ?? (_f.ClassCount > LargestClassCount ? $"more than {LargestClassCount} classes" : null));
        table.SetUnless(reason, "nc2-equinorm", () => RelativeDeviation([.. Enumerable.Range(0, _f.ClassCount).Select(Norm)]));
        var wanted = (double)settings.PairLimit * settings.PairLimit / _f.ClassCount;
        var rows = PairSample.Rows(_f.Count, (int)Math.Clamp(wanted, 1, _f.Count), settings.Seed);
        int? sample = rows.Length < _f.Count ? rows.Length : null;
        var (single, nearest) = (_f.ClassCount == 1 ? reason : null, _f.ClassCount == 1 ? [] : NearestMeans(rows));
        table.SetUnless(single, "nc4", () => Share(nearest, [.. rows.Select(i => _f.Classes[i])]), sample);
        if (settings.Classifier is not { } classifier)
        {
            return;
        }

        table.SetUnless(
            reason ?? (classifier.Weights.Coordinates.ContainsAnyExcept(0.0) ? null : "all weights are zero"),
            ClassifierMeasures.SelfDuality,
            () => ClassifierMeasures.Duality(classifier.Weights, _centred));
        table.SetUnless(
            single,
            ClassifierMeasures.Agreement,
            () => Share(nearest, ClassifierMeasures.Decisions(_f, classifier, rows)),
            sample);
    }

    /// <summary>Share of the rows for which both have the same class; -1 is none.</summary>
    private static double Share(int[] nearest, int[] classes) =>
        nearest.Zip(classes, (a, b) => a == b && a >= 0 ? 1.0 : 0).Average();

    private void Pairs(HealthTable table, string? reason)
    {
        var classes = _f.ClassCount;
        if (reason is not null)
        {
            foreach (var id in Ids.Where(id => id is "cdnv" or "nc2-equiangle" or "nc2-max-angle" or "nc2-etf-error"))
            {
                table.Miss(id, reason);
            }

            return;
        }

        var pairs = classes * (classes - 1.0);
        var closest = Least(OverPairs((c, d) => SquaredGap(c, d)));
        table.SetUnless(
            closest <= _rounding ? "two class means coincide" : null,
            "cdnv",
            () => Total(OverPairs((c, d) => (_variances[c] + _variances[d]) / (2 * SquaredGap(c, d)))) / pairs);
        var mean = Total(OverPairs(Cosine)) / pairs;
        table.Set("nc2-equiangle", Math.Sqrt(Total(OverPairs((c, d) => Square(Cosine(c, d) - mean))) / pairs));
        table.Set("nc2-max-angle", Total(OverPairs((c, d) => Math.Abs(Cosine(c, d) + (1 / (classes - 1.0))))) / pairs);
        var norms = Enumerable.Range(0, classes).Select(c => Norm(c) * Norm(c)).ToArray();
        var gram = Math.Sqrt(Total(OverPairs((c, d) => Square(Product(c, d)))) + norms.Sum(Square));
        var (onDiagonal, beside) = ((1 - (1.0 / classes)) / Math.Sqrt(classes - 1), -1.0 / classes / Math.Sqrt(classes - 1));
        table.Set(
            "nc2-etf-error",
            Math.Sqrt(
                Total(OverPairs((c, d) => Square((Product(c, d) / gram) - beside))) + norms.Sum(s => Square((s / gram) - onDiagonal))));
    }

    /// <summary>For each class the sum and the smallest of a value of its pairs with every other class.</summary>
    private (double Sum, double Least)[] OverPairs(Func<int, int, double> value)
    {
        var rows = new (double Sum, double Least)[_f.ClassCount];
        Parallel.For(0, rows.Length, new ParallelOptions { CancellationToken = _cancellation }, c =>
        {
            var (sum, least) = (0.0, double.PositiveInfinity);
            for (var d = 0; d < rows.Length; d++)
            {
                var x = c == d ? 0 : value(c, d);
                (sum, least) = (sum + x, c == d ? least : Math.Min(least, x));
            }

            rows[c] = (sum, least);
        });
        return rows;
    }

    private static double Total((double Sum, double Least)[] rows) => rows.Sum(row => row.Sum);

    private static double Least((double Sum, double Least)[] rows) => rows.Min(row => row.Least);

    private double SquaredGap(int c, int d) => VectorKernels.SquaredDistance(Row(_means, c), Row(_means, d));

    private double Product(int c, int d) => VectorKernels.Dot(Row(_centred, c), Row(_centred, d));

    private double Norm(int c) => Math.Sqrt(Product(c, c));

    /// <summary>A mean at the centre has cosine 0 with every other.</summary>
    private double Cosine(int c, int d)
    {
        var (first, second) = (Product(c, c), Product(d, d));
        return first <= _rounding || second <= _rounding ? 0 : Product(c, d) / (Math.Sqrt(first) * Math.Sqrt(second));
    }

    // pinv(S_B) = sum v_k v_k^T / l_k; the v_k from the smaller of the two Gram matrices of the centred means.
    private double WithinOverBetween()
    {
        var (n, classes) = (_f.Dimension, _f.ClassCount);
        var means = Matrix<double>.Build.Dense(n, classes, _centred.ToArray());
        var gram = classes <= n ? means.TransposeThisAndMultiply(means) : means.TransposeAndMultiply(means);
        var spectrum = gram.Divide(classes).Evd(Symmetricity.Symmetric);
        var values = spectrum.EigenValues.Select(z => z.Real).ToArray();
        var kept = Enumerable.Range(0, values.Length).Where(k => values[k] > RankTolerance * values.Max()).ToArray();
        var weights = kept.Select(k => 1 / values[k]).ToArray();
        var directions = kept
            .Select(k => classes <= n
                ? (means * spectrum.EigenVectors.Column(k) / Math.Sqrt(classes * values[k])).ToArray()
                : spectrum.EigenVectors.Column(k).ToArray())
            .ToArray();
        return RowChunks.Sum(_f.Count, _cancellation, i => Along(i, directions, weights)) / _f.Count / classes;
    }

    private double Along(int i, double[][] directions, double[] weights)
    {
        var (sum, difference) = (0.0, new double[_f.Dimension]);
        VectorKernels.AddScaledDifference(1, Row(_points, i), Row(_means, _f.Classes[i]), difference);
        for (var k = 0; k < weights.Length; k++)
        {
            sum += weights[k] * Square(VectorKernels.Dot(difference, directions[k]));
        }

        return sum;
    }

    /// <summary>The class of the nearest mean of each row; -1 where two are equally near.</summary>
    private int[] NearestMeans(int[] rows) =>
        [.. RowChunks.Map(
            rows.Length, _cancellation, (first, last) => Array.ConvertAll(rows[first..last], NearestMean), 64).SelectMany(chunk => chunk)];

    private int NearestMean(int i)
    {
        var squares = new double[_f.ClassCount];
        VectorKernels.SquaredDistances(Row(_points, i), _means, _f.Dimension, 0, squares.Length, squares);
        var rounded = Array.ConvertAll(squares, NeighbourMeasures.Rounded);
        var least = rounded.Min();
        return rounded.Count(square => square == least) == 1 ? Array.IndexOf(rounded, least) : -1;
    }

    /// <summary>Standard deviation over mean.</summary>
    private static double RelativeDeviation(double[] values)
    {
        var mean = values.Average();
        return Math.Sqrt(values.Average(x => Square(x - mean))) / mean;
    }

    private static double Square(double x) => x * x;

    private ReadOnlySpan<double> Row(double[] rows, int i) => rows.AsSpan(i * _f.Dimension, _f.Dimension);
}
