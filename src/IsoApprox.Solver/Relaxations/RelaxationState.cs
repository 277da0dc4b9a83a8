using IsoApprox.Numerics;
using IsoApprox.Solver.Numerics;

namespace IsoApprox.Solver.Relaxations;

/// <summary>
/// An iterate of the interior-point method for the Gram relaxation of d_haus and what is evaluated there: S^-1, the correction S^-1 M F - g and the constraint values.
/// Arrays over rows of the stacked points [g; f] are 2N x 2N; the multiplier matrices live in their leading N x N block.
/// </summary>
internal sealed class RelaxationState
{
    /// <param name="points">f, row-major N x n, of unit size.</param>
    /// <param name="count">N.</param>
    /// <param name="constraints">The constraints.</param>
    internal RelaxationState(double[] points, int count, SeparationConstraints constraints)
    {
        (Source, Count, Dimension, Constraints, Size) = (points, count, points.Length / count, constraints, constraints.Count);
        (Multipliers, Slacks, Squared) = (new double[Size], new double[Size], new double[Size]);
        Stacked = new double[2 * points.Length];
        points.CopyTo(Stacked, points.Length);
        Correction = new double[points.Length];
        (Inverse, Gram, Lifted) = (new double[4 * count * count], new double[4 * count * count], new double[4 * count * count]);
        Levels = new double[constraints.Levels];
        Used = [true, .. constraints.AnchorsInUse()];
    }

    /// <summary>f, N x n.</summary>
    internal double[] Source { get; }

    /// <summary>N.</summary>
    internal int Count { get; }

    /// <summary>n.</summary>
    internal int Dimension { get; }

    /// <summary>Number of constraints.</summary>
    internal int Size { get; }

    internal SeparationConstraints Constraints { get; }

    /// <summary>y: mu_i, lambda_ij, nu_ik in the order of the constraints.</summary>
    internal double[] Multipliers { get; }

    /// <summary>t.</summary>
    internal double[] Slacks { get; }

    /// <summary>rho, sigma_1 .. sigma_N.</summary>
    internal double[] Levels { get; }

    /// <summary>Levels that are bounded on both sides (rho always).</summary>
    internal bool[] Used { get; }

    /// <summary>[g; f], 2N x n.</summary>
    internal double[] Stacked { get; }

    /// <summary>W, leading block.</summary>
    internal double[] Lifted { get; }

    /// <summary>Target of the complementarity products.</summary>
    internal double Tau { get; set; }

    /// <summary>S^-1 at the last evaluation, leading block.</summary>
    internal double[] Inverse { get; }

    /// <summary>S^-1 M F - g at the last evaluation, N x n.</summary>
    internal double[] Correction { get; }

    /// <summary>Inner products of the stacked points.</summary>
    internal double[] Gram { get; }

    /// <summary>Constraint values after the corrections that do not depend on the multiplier step.</summary>
    internal double[] Squared { get; }

    /// <summary>Largest constraint violation of Y, squared distances.</summary>
    internal double Infeasibility { get; private set; }

    /// <summary>W of the last iteration: Gram matrix of the additional coordinates, N x N.</summary>
    internal double[] LiftedGram()
    {
        var result = new double[Count * Count];
        for (var i = 0; i < Count; i++)
        {
            Lifted.AsSpan(i * 2 * Count, Count).CopyTo(result.AsSpan(i * Count));
        }

        return result;
    }

    /// <summary>Squared distance of points i and j of the relaxed solution, Y_ii + Y_jj - 2 Y_ij.</summary>
    internal double SquaredDistance(int i, int j)
    {
        var width = 2 * Count;
        return Math.Max(0, Combine(Gram, width, i, j, i, j) + Combine(Lifted, width, i, j, i, j));
    }

    /// <summary>tr(W S) = sum of y_b times the weight of W in constraint b.</summary>
    internal double TraceOfProduct()
    {
        var sum = 0.0;
        for (var b = 0; b < Size; b++)
        {
            sum += Constraints.Sign[b] * Multipliers[b] * Combine(Lifted, 2 * Count, Constraints.First[b], Constraints.Second[b], Constraints.First[b], Constraints.Second[b]);
        }

        return sum;
    }

    /// <summary>Cholesky factor of S - shift diag(mu), null when it is not positive definite.</summary>
    internal FloatingCholesky? Decompose(double[] multipliers, double shift)
    {
        var s = new double[Count * Count];
        for (var b = 0; b < Size; b++)
        {
            var (i, j) = (Constraints.First[b], Constraints.Second[b]);
            var y = multipliers[b];
            if (j >= Count)
            {
                s[(i * Count) + i] += (1 - shift) * y;
            }
            else if (i != j)
            {
                var z = Constraints.Sign[b] * y;
                s[(i * Count) + i] += z;
                s[(j * Count) + j] += z;
                s[(Math.Max(i, j) * Count) + Math.Min(i, j)] -= z;
            }
        }

        return FloatingCholesky.TryFactor(s, Count);
    }

    /// <summary>S^-1, the correction S^-1 M F - g, the Gram matrix of the stacked points and the squared distances.</summary>
    internal bool Evaluate()
    {
        if (Decompose(Multipliers, 0) is not { } factor)
        {
            return false;
        }

        var columns = new double[Count][];
        for (var i = 0; i < Count; i++)
        {
            columns[i] = new double[Count];
            columns[i][i] = 1;
        }

        factor.Solve(columns);
        var (n, width) = (Count, 2 * Count);
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
            {
                Inverse[(i * width) + j] = 0.5 * (columns[i][j] + columns[j][i]);
            }
        }

        for (var i = 0; i < n; i++)
        {
            var row = Correction.AsSpan(i * Dimension, Dimension);
            row.Clear();
            for (var j = 0; j < n; j++)
            {
                VectorKernels.AddScaled(Inverse[(i * width) + j] * Multipliers[j], Source.AsSpan(j * Dimension, Dimension), row);
            }

            VectorKernels.AddScaled(-1, Stacked.AsSpan(i * Dimension, Dimension), row);
        }

        Parallel.For(0, width, i =>
        {
            var row = Stacked.AsSpan(i * Dimension, Dimension);
            for (var j = 0; j <= i; j++)
            {
                Gram[(i * width) + j] = VectorKernels.Dot(row, Stacked.AsSpan(j * Dimension, Dimension));
            }
        });
        for (var i = 0; i < width; i++)
        {
            for (var j = 0; j < i; j++)
            {
                Gram[(j * width) + i] = Gram[(i * width) + j];
            }
        }

        MeasureConstraints(width);
        return true;
    }

    private void MeasureConstraints(int width)
    {
        Infeasibility = 0;
        Span<double> one = new double[4 * Math.Max(4, Dimension)];
        for (var b = 0; b < Size; b++)
        {
            var (i, j) = (Constraints.First[b], Constraints.Second[b]);
            VectorKernels.SquaredDistances(Stacked.AsSpan(i * Dimension, Dimension), Stacked.AsSpan(j * Dimension, Dimension), Dimension, 0, 1, one);
            var own = one[0] + Constraints.Constant[b];
            Squared[b] = own + (Tau * Combine(Inverse, width, i, j, i, j)) + (2 * CorrectionAlong(i, j));
            Infeasibility = Math.Max(Infeasibility, Constraints.Sign[b] * (own + Combine(Lifted, width, i, j, i, j) - Levels[Constraints.Level[b]]));
        }
    }

    /// <summary>w_b . (v_b^T (S^-1 M F - g)).</summary>
    private double CorrectionAlong(int i, int j)
    {
        var sum = 0.0;
        for (var k = 0; k < Dimension; k++)
        {
            var change = Correction[(i * Dimension) + k] - (j < Count ? Correction[(j * Dimension) + k] : 0);
            sum += (Stacked[(i * Dimension) + k] - Stacked[(j * Dimension) + k]) * change;
        }

        return sum;
    }

    /// <summary>(x_i - x_j) A (x_k - x_l) for rows of the identity.</summary>
    internal static double Combine(double[] a, int width, int i, int j, int k, int l) =>
        a[(i * width) + k] - a[(i * width) + l] - a[(j * width) + k] + a[(j * width) + l];
}
