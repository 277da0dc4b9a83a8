using IsoApprox.Embeddings;
using MathNet.Numerics.LinearAlgebra;

namespace IsoApprox.Studies.ContrastiveSweep;

/// <summary>
/// How well held-out items are classified from their outputs, by what the trained outputs and their labels say: by the nearest class mean,
/// and by a linear probe. The probe is ridge regression on one column of 0 and 1 a class: with X the centred trained outputs divided by
/// their common root mean square, W = (X^T X + 0.001 N I)^-1 X^T (Y - mean), and the class with the largest entry of W^T x + mean.
/// Ties go to the first class. Cost O(N n^2 + n^3 + N n C).
/// </summary>
internal static class HeldOutAccuracy
{
    private const double Ridge = 1e-3;

    /// <summary>Shares of the held-out items; null when an output is too large to be computed with.</summary>
    internal static (double? Centres, double? Probe) Of(Embedding trained, Embedding heldOut)
    {
        var (n, classes) = (trained.Dimension, trained.ClassCount);
        var names = trained.ClassNames.ToList();
        var numbers = heldOut.ClassNames.Select(name => names.IndexOf(name)).ToArray();
        var own = heldOut.Classes.ToArray().Select(c => numbers[c]).ToArray();
        var (x, tests) = (Points(trained), Points(heldOut));
        var centre = x.ColumnSums() / x.RowCount;
        Shift(x, centre);
        Shift(tests, centre);
        var scale = Math.Sqrt(x.PointwiseMultiply(x).RowSums().Sum() / x.RowCount);
        if (!double.IsFinite(scale))
        {
            return (null, null);
        }

        if (scale > 0)
        {
            (x, tests) = (x / scale, tests / scale);
        }

        var means = Matrix<double>.Build.Dense(classes, n);
        var targets = Matrix<double>.Build.Dense(
            x.RowCount, classes,
            (i, c) => (trained.Classes[i] == c ? 1 : 0) - ((double)trained.Members(c).Length / trained.Count));
        for (var i = 0; i < x.RowCount; i++)
        {
            var c = trained.Classes[i];
            means.SetRow(c, means.Row(c) + (x.Row(i) / trained.Members(c).Length));
        }

        var weights = (x.TransposeThisAndMultiply(x) + (Ridge * x.RowCount * Matrix<double>.Build.DenseIdentity(n)))
            .Cholesky().Solve(x.TransposeThisAndMultiply(targets));
        var scores = tests * weights;
        return (
            Share(own, i => Best(classes, c => -(tests.Row(i) - means.Row(c)).L2Norm())),
            Share(own, i => Best(classes, c => scores[i, c] + ((double)trained.Members(c).Length / trained.Count))));
    }

    private static Matrix<double> Points(Embedding f) => Matrix<double>.Build.Dense(f.Count, f.Dimension, (i, k) => f[i][k]);

    private static void Shift(Matrix<double> points, Vector<double> centre)
    {
        for (var i = 0; i < points.RowCount; i++)
        {
            points.SetRow(i, points.Row(i) - centre);
        }
    }

    private static double Share(int[] own, Func<int, int> decide) => own.Select((c, i) => decide(i) == c ? 1.0 : 0).Average();

    private static int Best(int classes, Func<int, double> score) => Enumerable.Range(0, classes).MaxBy(score);
}
