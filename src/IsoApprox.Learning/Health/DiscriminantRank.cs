using IsoApprox.Embeddings;
using IsoApprox.Solver.Algebra;

namespace IsoApprox.Learning.Health;

/// <summary>
/// LiDAR (Thilak et al., arXiv 2312.04000): the effective rank of the linear discriminant matrix (S_w + delta I)^-1/2 S_b (S_w + delta
/// I)^-1/2. The paper's objects are clean inputs and its points their augmentations; here the classes are the objects. S_b = sum over
/// classes of (mu_c - mu)(mu_c - mu)^T/(C - 1) with mu the mean of the mu_c, S_w = sum over points of (f_i - mu_c)(f_i - mu_c)^T/(N - C):
/// the paper's divisors where all classes are of equal size. No square of the points is formed: with the triangular R of R^T R = S_w +
/// delta I the eigenvalues are the squared singular values of R^-T (mu_c - mu). Cost O(N n^2 + n^3), memory O(N n + n^2).
/// </summary>
internal static class DiscriminantRank
{
    internal const string Id = "lidar";

    /// <summary>The paper's delta, a squared length in the unit of the points.</summary>
    internal const double Delta = 1e-4;

    /// <summary>The paper's addition to every share.</summary>
    private const double Epsilon = 1e-7;

    /// <summary>Above it n^3 takes too long.</summary>
    private const int LargestDimension = 1024;

    /// <summary>A diagonal entry of R below this share of the largest is rounding.</summary>
    private const double Rounding = 1e-13;

    /// <summary>Fills the row.</summary>
    /// <param name="table">Receives it.</param>
    /// <param name="f">The embedding, for its classes.</param>
    /// <param name="points">Its points times 2^-exponent, row-major, up to a translation.</param>
    /// <param name="means">The mu_c of these.</param>
    /// <param name="centred">mu_c - mu of these, not all zero.</param>
    /// <param name="exponent">Of the scale.</param>
    /// <param name="cancellation">Stops it.</param>
    internal static void Fill(
        HealthTable table, Embedding f, double[] points, double[] means, double[] centred, int exponent, CancellationToken cancellation)
    {
        var n = f.Dimension;
        if (f.Count == f.ClassCount || n > LargestDimension)
        {
            table.Miss(Id, f.Count == f.ClassCount ? "every class is one point" : $"more than {LargestDimension} coordinates");
            return;
        }

        var factor = SingularValues.Triangle(Rows(f, points, means, exponent), n, cancellation);
        var diagonal = Enumerable.Range(0, n).Select(k => Math.Abs(factor[(k * n) + k])).ToArray();
        if (diagonal.Min() <= Rounding * diagonal.Max())
        {
            table.Miss(Id, "the covariance within classes is singular to rounding, 1e-4 I does not count beside it");
            return;
        }

        var solved = centred.ToArray();
        for (var c = 0; c < f.ClassCount; c++)
        {
            SolveTransposed(factor, solved.AsSpan(c * n, n));
        }

        VectorKernels.Scale(1 / VectorKernels.MaxAbs(solved), solved);
        var values = SingularValues.Of(solved, n, cancellation).Select(s => s * s).ToArray();
        var total = values.Sum();
        var shares = values.Concat(new double[n - values.Length]).Select(value => (value / total) + Epsilon);
        table.Set(Id, Math.Exp(shares.Sum(p => -p * Math.Log(p))));
    }

    /// <summary>
    /// N deviations f_i - mu_c and n rows of sqrt((N - C) delta) I, in a unit in which neither the larger of both nor its square overflows:
    /// a common factor of the eigenvalues cancels.
    /// </summary>
    private static double[] Rows(Embedding f, double[] points, double[] means, int exponent)
    {
        var (n, rows) = (f.Dimension, new double[(f.Count + f.Dimension) * f.Dimension]);
        var ridge = Math.ScaleB(Math.Sqrt(Delta * (f.Count - f.ClassCount)), -exponent);
        var unit = Math.Min(1, 1 / ridge);
        for (var i = 0; i < f.Count; i++)
        {
            VectorKernels.AddScaledDifference(
                unit, points.AsSpan(i * n, n), means.AsSpan(f.Classes[i] * n, n), rows.AsSpan(i * n, n));
        }

        for (var k = 0; k < n; k++)
        {
            rows[((f.Count + k) * n) + k] = ridge > 1 ? 1 : ridge;
        }

        return rows;
    }

    /// <summary>R^T x = b in place; R is row-major and upper triangular.</summary>
    private static void SolveTransposed(double[] factor, Span<double> x)
    {
        for (var k = 0; k < x.Length; k++)
        {
            x[k] /= factor[(k * x.Length) + k];
            VectorKernels.AddScaled(-x[k], factor.AsSpan((k * x.Length) + k + 1, x.Length - k - 1), x[(k + 1)..]);
        }
    }
}
