using IsoApprox.Embeddings;
using IsoApprox.Solver.Algebra;
using MathNet.Numerics.LinearAlgebra;

namespace IsoApprox.Learning.Geometry;

/// <summary>
/// How near an embedding is to neural collapse (each class one point, the class means a simplex equiangular tight frame) and to dimensional
/// collapse (class means in few dimensions). mu_c is the mean of class c, C the number of classes, mu the mean of the class means. All
/// measures without a unit except <see cref="ZeroSum"/>, <see cref="WithinClassSpread"/> (length) and <see cref="SingularValues"/> (squared
/// length). Definitions: arXiv 2311.05139 (first three, dimensional collapse), Papyan, Han and Donoho 2020 (NC1), Roy and Vetterli 2007
/// (effective rank).
/// </summary>
public sealed record ClassGeometry
{
    /// <summary>
    /// Singular values below this share of the largest are rounding of the class means and count as 0 in <see cref="Nc1"/>.
    /// </summary>
    private const double RankTolerance = 1e-12;

    /// <summary>|| sum of mu_c || / C, 0 at a centred frame.</summary>
    public required double ZeroSum { get; init; }

    /// <summary>Mean over classes of | ||mu_c|| - 1 |.</summary>
    public required double UnitNorm { get; init; }

    /// <summary>
    /// Mean over pairs of classes of |cos(mu_c, mu_d) + 1/(C-1)|; a zero mean has cosine 0 with everything. 0 when there is one class.
    /// </summary>
    public required double EqualInnerProduct { get; init; }

    /// <summary>Root mean square over all points of ||f_i - mu_class(i)||.</summary>
    public required double WithinClassSpread { get; init; }

    /// <summary>
    /// NC1 = trace(S_W pinv(S_B))/C, S_W the mean over points, S_B the mean over classes. Null when all class means coincide: S_B = 0.
    /// </summary>
    public required double? Nc1 { get; init; }

    /// <summary>
    /// || G/||G|| - (I - 11^T/C)/sqrt(C-1) || in the Frobenius norm, G the Gram matrix of the class means; 1 when G = 0, 0 when there is
    /// one class.
    /// </summary>
    public required double SimplexFrameError { get; init; }

    /// <summary>Singular values s_1 >= s_2 >= .. >= 0 of the covariance of the class means, min(C, n) of them.</summary>
    public required IReadOnlyList<double> SingularValues { get; init; }

    /// <summary>exp of the entropy of s_k / sum s, between 1 and C - 1; 0 when all class means coincide.</summary>
    public required double EffectiveRank { get; init; }

    /// <summary>
    /// ln(s_k / s_1) for k = 1..min(C, n), the paper's curve of dimensional collapse; at a simplex frame the first C - 1 are 0. Negative
    /// infinity for s_k = 0, empty when all are 0.
    /// </summary>
    public IReadOnlyList<double> LogSpectrum => SingularValues[0] == 0
        ? []
        : [.. SingularValues.Select(s => Math.Log(s / SingularValues[0]))];

    /// <summary>
    /// ln(s_r / s_1) for r = min(C - 1, n), the last singular value that class means in general position do not have zero: 0 at a simplex
    /// frame with n >= C - 1, far below 0 under dimensional collapse. Null when there is one class or all class means coincide.
    /// </summary>
    public required double? DimensionalCollapse { get; init; }

    /// <summary>Measures an embedding. Cost O(N n + C^2 n + C^3).</summary>
    /// <param name="f">The embedding.</param>
    public static ClassGeometry Measure(Embedding f)
    {
        ArgumentNullException.ThrowIfNull(f);
        var (classes, n) = (f.ClassCount, f.Dimension);
        var means = Means(f);
        var gram = Matrix<double>.Build.Dense(classes, classes, (c, d) => VectorKernels.Dot(Row(means, c, n), Row(means, d, n)));
        var centre = new double[n];
        for (var c = 0; c < classes; c++)
        {
            VectorKernels.AddScaled(1.0 / classes, Row(means, c, n), centre);
        }

        var centred = means.ToArray();
        for (var c = 0; c < classes; c++)
        {
            VectorKernels.AddScaled(-1, centre, centred.AsSpan(c * n, n));
        }

        var spectrum =
            Matrix<double>.Build.Dense(classes, classes, (c, d) => VectorKernels.Dot(Row(centred, c, n), Row(centred, d, n)) / classes)
            .Evd(Symmetricity.Symmetric);
        var singular = spectrum.EigenValues.Select(z => Math.Max(0, z.Real)).OrderDescending().Take(Math.Min(classes, n)).ToArray();
        var rank = Math.Min(classes - 1, n);
        return new ClassGeometry
        {
            ZeroSum = Math.Sqrt(VectorKernels.Dot(centre, centre)),
            UnitNorm = Enumerable.Range(0, classes).Average(c => Math.Abs(Math.Sqrt(gram[c, c]) - 1)),
            EqualInnerProduct = InnerProductError(gram),
            WithinClassSpread = Math.Sqrt(Enumerable.Range(0, f.Count).Average(i => SquaredSpread(f, means, i))),
            Nc1 = singular[0] == 0 ? null : WithinOverBetween(f, means, centred, spectrum),
            SimplexFrameError = FrameError(gram),
            SingularValues = singular,
            EffectiveRank = Entropy(singular),
            DimensionalCollapse = rank == 0 || singular[0] == 0 ? null : Math.Log(singular[rank - 1] / singular[0]),
        };
    }

    private static double[] Means(Embedding f)
    {
        var means = new double[f.ClassCount * f.Dimension];
        for (var c = 0; c < f.ClassCount; c++)
        {
            var members = f.Members(c);
            foreach (var i in members)
            {
                VectorKernels.AddScaled(1.0 / members.Length, f[i], means.AsSpan(c * f.Dimension, f.Dimension));
            }
        }

        return means;
    }

    private static double SquaredSpread(Embedding f, double[] means, int i) =>
        IsoApprox.Arithmetic.PairwiseDistances.Squared(f[i], Row(means, f.Classes[i], f.Dimension));

    private static double InnerProductError(Matrix<double> gram)
    {
        var (classes, sum) = (gram.RowCount, 0.0);
        for (var c = 0; c < classes; c++)
        {
            for (var d = 0; d < c; d++)
            {
                var norms = Math.Sqrt(gram[c, c]) * Math.Sqrt(gram[d, d]);
                sum += Math.Abs((norms == 0 ? 0 : gram[c, d] / norms) + (1.0 / (classes - 1)));
            }
        }

        return classes == 1 ? 0 : sum / (classes * (classes - 1) / 2.0);
    }

    private static double FrameError(Matrix<double> gram)
    {
        var (classes, norm) = (gram.RowCount, gram.FrobeniusNorm());
        return classes == 1 ? 0 : norm == 0 ? 1 : (gram.Divide(norm)
            - Matrix<double>.Build.Dense(
                classes, classes, (c, d) => ((c == d ? 1 : 0) - (1.0 / classes)) / Math.Sqrt(classes - 1))).FrobeniusNorm();
    }

    // pinv(S_B) = sum v_k v_k^T / s_k with v_k = M^T u_k / sqrt(C s_k): trace(S_W pinv(S_B)) = sum over k of mean_i ((f_i - mu) . v_k)^2 /
    // s_k.
    private static double WithinOverBetween(
        Embedding f, double[] means, double[] centred, MathNet.Numerics.LinearAlgebra.Factorization.Evd<double> spectrum)
    {
        var (classes, n, sum) = (f.ClassCount, f.Dimension, 0.0);
        var largest = spectrum.EigenValues.Max(z => z.Real);
        var difference = new double[n];
        for (var k = 0; k < classes; k++)
        {
            var s = spectrum.EigenValues[k].Real;
            if (s <= RankTolerance * largest)
            {
                continue;
            }

            var direction = new double[n];
            for (var c = 0; c < classes; c++)
            {
                VectorKernels.AddScaled(spectrum.EigenVectors[c, k] / Math.Sqrt(classes * s), Row(centred, c, n), direction);
            }

            for (var i = 0; i < f.Count; i++)
            {
                f[i].CopyTo(difference);
                VectorKernels.AddScaled(-1, Row(means, f.Classes[i], n), difference);
                var along = VectorKernels.Dot(difference, direction);
                sum += along * along / s;
            }
        }

        return sum / f.Count / classes;
    }

    private static double Entropy(double[] singular)
    {
        var total = singular.Sum();
        return total == 0 ? 0 : Math.Exp(-singular.Select(s => s / total).Sum(p => p == 0 ? 0 : p * Math.Log(p)));
    }

    private static ReadOnlySpan<double> Row(double[] values, int c, int n) => values.AsSpan(c * n, n);
}
