using IsoApprox.Embeddings;
using IsoApprox.Solver.Algebra;
using MathNet.Numerics.LinearAlgebra;

namespace IsoApprox.Solver.Collapse;

/// <summary>
/// How far an embedding spreads, in all, between its classes and within them. mu is the mean of all points, mu_A the mean of class A with
/// m_A points. All measures are lengths in the unit of the points except <see cref="EffectiveRank"/>, and RmsRadius^2 =
/// BetweenClassSpread^2 + WithinClassSpread^2.
/// </summary>
/// <param name="Diameter">max over pairs of ||f_i - f_j||.</param>
/// <param name="RmsRadius">sqrt((1/N) sum_i ||f_i - mu||^2).</param>
/// <param name="BetweenClassSpread">sqrt(sum_A (m_A/N) ||mu_A - mu||^2); 0 when there is one class.</param>
/// <param name="WithinClassSpread">sqrt((1/N) sum_i ||f_i - mu_class(i)||^2); 0 when every class is one point.</param>
/// <param name="EffectiveRank">exp of the entropy of s_k/sum s, s_k the eigenvalues of the covariance of the points (Roy and Vetterli
/// 2007): between 1 and the rank; 0 when all points coincide.</param>
public sealed record EmbeddingSpread(
    double Diameter, double RmsRadius, double BetweenClassSpread, double WithinClassSpread, double EffectiveRank)
{
    /// <summary>A spread below this share of the root mean square radius is rounding and counts as 0.</summary>
    private const double Rounding = 1e-13;

    /// <summary>
    /// Measures an embedding. Coincident points give exactly 0, and an offset of all points costs no digits: everything is measured from
    /// the first point, per class from the first of the class. Cost O(N^2 n) for the diameter, O(N n k + k^3) with k = min(N, n) for the
    /// rank; memory O(N n + k^2).
    /// </summary>
    /// <param name="f">The embedding.</param>
    /// <param name="cancellation">Stops the computation.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static EmbeddingSpread Measure(Embedding f, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(f);
        var diameter = IsoApprox.Measures.Diameter.Compute(f, null, cancellation).Value;
        if (diameter == 0)
        {
            return new EmbeddingSpread(0, 0, 0, 0, 0);
        }

        // A power of two near the diameter: squares neither overflow nor underflow, and the scaling itself does not round.
        var exponent = double.IsFinite(diameter) ? Math.ILogB(diameter) : 1023;
        var points = Scaled(f, exponent);
        var (n, count) = (f.Dimension, f.Count);
        var means = ClassMeans(f, points);
        var within = 0.0;
        var mean = new double[n];
        for (var a = 0; a < f.ClassCount; a++)
        {
            var centre = means.AsSpan(a * n, n);
            foreach (var i in f.Members(a))
            {
                within += VectorKernels.SquaredDistance(points.AsSpan(i * n, n), centre);
            }

            VectorKernels.AddScaled((double)f.Members(a).Length / count, centre, mean);
        }

        var between = Enumerable.Range(0, f.ClassCount)
            .Sum(a => f.Members(a).Length * VectorKernels.SquaredDistance(means.AsSpan(a * n, n), mean));
        var radius = Math.Sqrt((between + within) / count);
        return new EmbeddingSpread(
            diameter,
            Math.ScaleB(radius, exponent),
            f.ClassCount == 1 ? 0 : Math.ScaleB(Rounded(Math.Sqrt(between / count), radius), exponent),
            Math.ScaleB(Rounded(Math.Sqrt(within / count), radius), exponent),
            RankOf(points, mean, n, cancellation));
    }

    private static double Rounded(double spread, double radius) => spread <= Rounding * radius ? 0 : spread;

    private static double[] Scaled(Embedding f, int exponent)
    {
        var points = new double[f.Count * f.Dimension];
        for (var i = 0; i < f.Count; i++)
        {
            for (var k = 0; k < f.Dimension; k++)
            {
                points[(i * f.Dimension) + k] = Math.ScaleB(f[i][k], -exponent) - Math.ScaleB(f[0][k], -exponent);
            }
        }

        return points;
    }

    /// <summary>Row a: first member + mean of (member - first member), exact for coincident members.</summary>
    private static double[] ClassMeans(Embedding f, double[] points)
    {
        var n = f.Dimension;
        var means = new double[f.ClassCount * n];
        var offset = new double[n];
        for (var a = 0; a < f.ClassCount; a++)
        {
            var members = f.Members(a);
            var first = points.AsSpan(members[0] * n, n);
            Array.Clear(offset);
            foreach (var i in members)
            {
                for (var k = 0; k < n; k++)
                {
                    offset[k] += points[(i * n) + k] - first[k];
                }
            }

            for (var k = 0; k < n; k++)
            {
                means[(a * n) + k] = first[k] + (offset[k] / members.Length);
            }
        }

        return means;
    }

    /// <summary>From the smaller of the two Gram matrices of the centred points: their nonzero eigenvalues agree.</summary>
    private static double RankOf(double[] points, double[] mean, int n, CancellationToken cancellation)
    {
        var count = points.Length / n;
        var centred = Matrix<double>.Build.Dense(n, count, (k, i) => points[(i * n) + k] - mean[k]);
        var gram = n <= count ? centred.TransposeAndMultiply(centred) : centred.TransposeThisAndMultiply(centred);
        cancellation.ThrowIfCancellationRequested();
        var eigenvalues = gram.Evd(Symmetricity.Symmetric).EigenValues.Select(z => Math.Max(0, z.Real)).ToArray();
        var total = eigenvalues.Sum();
        return total == 0 ? 0 : Math.Exp(-eigenvalues.Select(s => s / total).Sum(p => p == 0 ? 0 : p * Math.Log(p)));
    }
}
