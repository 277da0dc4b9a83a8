using IsoApprox.Arithmetic;
using IsoApprox.Solver.Algebra;

namespace IsoApprox.Solver.Nearest.Bounds;

/// <summary>
/// An iterate of the interior-point method for the Gram relaxation of d_haus and what is evaluated there: S^-1, the correction S^-1 M F - g
/// and the constraint values. Rows N .. 2N - 1 of the stacked points [g; f] are f.
/// </summary>
internal sealed class RelaxationState
{
    /// <param name="points">f, row-major N x n, of unit size.</param>
    /// <param name="count">N.</param>
    /// <param name="constraints">The constraints.</param>
    internal RelaxationState(double[] points, int count, RelaxationConstraints constraints)
    {
        (Source, Count, Dimension, Constraints, Size) = (points, count, points.Length / count, constraints, constraints.Count);
        (Multipliers, Slacks) = (new double[Size], new double[Size]);
        Stacked = new double[2 * points.Length];
        points.CopyTo(Stacked, points.Length);
        Correction = new double[points.Length];
        (Inverse, Gram, Lifted) = (new double[count * count], new double[4 * count * count], new double[count * count]);
        Levels = new double[constraints.Levels];
        Used = constraints.LevelsInUse();
    }

    /// <summary>f, N x n.</summary>
    internal double[] Source { get; }

    /// <summary>N.</summary>
    internal int Count { get; }

    /// <summary>n.</summary>
    internal int Dimension { get; }

    /// <summary>Number of constraints.</summary>
    internal int Size { get; }

    internal RelaxationConstraints Constraints { get; }

    /// <summary>y: mu_i, lambda_ij, nu_ik in the order of the constraints.</summary>
    internal double[] Multipliers { get; }

    /// <summary>t.</summary>
    internal double[] Slacks { get; }

    /// <summary>rho, sigma of every cut, thresholds.</summary>
    internal double[] Levels { get; }

    /// <summary>Levels that are unknowns and bounded on both sides (rho always).</summary>
    internal bool[] Used { get; }

    /// <summary>[g; f], 2N x n.</summary>
    internal double[] Stacked { get; }

    /// <summary>W, N x N.</summary>
    internal double[] Lifted { get; }

    /// <summary>S^-1 at the last evaluation, N x N.</summary>
    internal double[] Inverse { get; }

    /// <summary>S^-1 M F - g at the last evaluation, N x n.</summary>
    internal double[] Correction { get; }

    /// <summary>Inner products of the stacked points, 2N x 2N.</summary>
    internal double[] Gram { get; }

    /// <summary>Largest constraint violation of Y, squared distances.</summary>
    internal double Infeasibility { get; private set; }

    /// <summary>Squared distance of points i and j of the relaxed solution, Y_ii + Y_jj - 2 Y_ij.</summary>
    internal double SquaredDistance(int i, int j) => Math.Max(0, Between(Gram, 2 * Count, i, j) + Between(Lifted, Count, i, j));

    /// <summary>y.t + tr(W S), where tr(W S) is the sum of y_b times the weight of W in constraint b.</summary>
    internal double Complementarity() => ComplementarityAt(Multipliers, Slacks, Lifted);

    /// <summary>The same for other multipliers, slacks and W.</summary>
    internal double ComplementarityAt(double[] multipliers, double[] slacks, double[] lifted)
    {
        var sum = VectorKernels.Dot(multipliers, slacks);
        for (var b = 0; b < Size; b++)
        {
            sum += Constraints.Sign[b] * multipliers[b] * Between(lifted, Count, Constraints.First[b], Constraints.Second[b]);
        }

        return sum;
    }

    /// <summary>(x_i - x_j) A (x_i - x_j) for rows of the identity; a row j beyond the matrix is zero.</summary>
    internal static double Between(double[] a, int width, int i, int j) => j >= width
        ? a[(i * width) + i]
        : a[(i * width) + i] - a[(i * width) + j] - a[(j * width) + i] + a[(j * width) + j];

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

    /// <summary>
    /// S^-1, the correction S^-1 M F - g, the Gram matrix of the stacked points and the infeasibility. False when S is not positive
    /// definite.
    /// </summary>
    internal bool Evaluate()
    {
        if (Decompose(Multipliers, 0) is not { } factor)
        {
            return false;
        }

        Invert(factor);
        var (n, d) = (Count, Dimension);
        Parallel.For(0, n, i =>
        {
            var row = Correction.AsSpan(i * d, d);
            row.Clear();
            for (var j = 0; j < n; j++)
            {
                VectorKernels.AddScaled(Inverse[(i * n) + j] * Multipliers[j], Source.AsSpan(j * d, d), row);
            }

            VectorKernels.AddScaled(-1, Stacked.AsSpan(i * d, d), row);
        });
        MultiplyPoints();
        Infeasibility = 0;
        for (var b = 0; b < Size; b++)
        {
            Infeasibility = Math.Max(Infeasibility, Constraints.Sign[b] * (Value(b, Lifted) - Levels[Constraints.Level[b]]));
        }

        return true;
    }

    /// <summary>Left-hand side of constraint b at g and the given W: |w_b|^2 + v_b^T W v_b + constant.</summary>
    internal double Value(int b, double[] lifted)
    {
        var (i, j, d) = (Constraints.First[b], Constraints.Second[b], Dimension);
        return VectorKernels.SquaredDistance(Stacked.AsSpan(i * d, d), Stacked.AsSpan(j * d, d)) + Constraints.Constant[b] + Between(
            lifted, Count, i, j);
    }

    private void Invert(FloatingCholesky factor)
    {
        var n = Count;
        var columns = new double[n][];
        for (var i = 0; i < n; i++)
        {
            columns[i] = new double[n];
            columns[i][i] = 1;
        }

        factor.Solve(columns);
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
            {
                Inverse[(i * n) + j] = 0.5 * (columns[i][j] + columns[j][i]);
            }
        }
    }

    /// <summary>The products of rows of f do not change: they are computed once.</summary>
    private void MultiplyPoints()
    {
        var (n, d, width) = (Count, Dimension, 2 * Count);
        var all = !_hasSourceProducts;
        _hasSourceProducts = true;
        Parallel.For(0, width, i =>
        {
            var row = Stacked.AsSpan(i * d, d);
            var last = i < n || all ? i + 1 : n;
            for (var j = 0; j < last; j++)
            {
                Gram[(i * width) + j] = VectorKernels.Dot(row, Stacked.AsSpan(j * d, d));
            }
        });
        for (var i = 0; i < width; i++)
        {
            for (var j = 0; j < i; j++)
            {
                Gram[(j * width) + i] = Gram[(i * width) + j];
            }
        }
    }

    private bool _hasSourceProducts;
}
