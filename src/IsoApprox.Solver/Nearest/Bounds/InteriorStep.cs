using IsoApprox.Arithmetic;
using IsoApprox.Solver.Algebra;

namespace IsoApprox.Solver.Nearest.Bounds;

/// <summary>A change of all unknowns of the interior-point method.</summary>
/// <param name="Multipliers">dy.</param>
/// <param name="Slacks">dt.</param>
/// <param name="Levels">d rho, d sigma.</param>
/// <param name="Points">dg, N x n.</param>
/// <param name="Lifted">dW, N x N.</param>
/// <param name="Matrix">dS, N x N.</param>
internal sealed record InteriorDirection(
    double[] Multipliers, double[] Slacks, double[] Levels, double[] Points, double[] Lifted, double[] Matrix);

/// <summary>Directions of the interior-point method towards complementarity products tau, and how far they may be followed.</summary>
internal static class InteriorStep
{
    /// <summary>
    /// Solves the linearised conditions S g = M F, W S = tau I (HKM), y t = tau and the constraints. With a predictor, its second-order
    /// terms are added to the right-hand sides (Mehrotra 1992): dS dg, dW dS, dy dt and |v_b dg|^2.
    /// </summary>
    internal static InteriorDirection Compute(RelaxationState state, NewtonSystem newton, double tau, InteriorDirection? predictor)
    {
        var (m, c) = (state.Size, state.Constraints);
        var points = (double[])state.Correction.Clone();
        var lifted = new double[state.Inverse.Length];
        VectorKernels.AddScaled(tau, state.Inverse, lifted);
        if (predictor is not null)
        {
            VectorKernels.AddScaled(
                -1, Multiply(state.Inverse, Multiply(predictor.Matrix, predictor.Points, state.Count), state.Count), points);
            SubtractSymmetric(
                lifted, Multiply(state.Inverse, Multiply(predictor.Matrix, predictor.Lifted, state.Count), state.Count), state.Count);
        }

        var (target, right) = (new double[m], new double[m]);
        for (var b = 0; b < m; b++)
        {
            target[b] = tau - (predictor is null ? 0 : predictor.Multipliers[b] * predictor.Slacks[b]);
            var value =
                state.Value(b, lifted) + (2 * Along(state, b, points)) + (predictor is null ? 0 : Squared(state, b, predictor.Points));
            right[b] = (c.Sign[b] * (value - state.Levels[c.Level[b]])) + (target[b] / state.Multipliers[b]);
        }

        var (step, levels) = newton.Solve(right);
        var slacks = new double[m];
        for (var b = 0; b < m; b++)
        {
            slacks[b] = (target[b] / state.Multipliers[b]) - state.Slacks[b] - (state.Slacks[b] / state.Multipliers[b] * step[b]);
        }

        var matrix = Assemble(state, step);
        VectorKernels.AddScaled(-1, Multiply(state.Inverse, Moved(state, step), state.Count), points);
        SubtractSymmetric(lifted, Multiply(state.Inverse, Multiply(matrix, state.Lifted, state.Count), state.Count), state.Count);
        VectorKernels.AddScaled(-1, state.Lifted, lifted);
        return new InteriorDirection(step, slacks, levels, points, lifted, matrix);
    }

    /// <summary>The largest length up to 1, within a factor 0.8, that keeps the given fraction of the distance to the boundary.</summary>
    internal static double Length(RelaxationState state, InteriorDirection direction, double fraction)
    {
        var length = 1.0;
        for (var b = 0; b < state.Size; b++)
        {
            length = direction.Multipliers[b] < 0 ? Math.Min(length, -fraction * state.Multipliers[b] / direction.Multipliers[b]) : length;
            length = direction.Slacks[b] < 0 ? Math.Min(length, -fraction * state.Slacks[b] / direction.Slacks[b]) : length;
        }

        var trial = new double[state.Size];
        for (; length > 1e-12; length *= 0.8)
        {
            state.Multipliers.CopyTo(trial, 0);
            VectorKernels.AddScaled(length / fraction, direction.Multipliers, trial);
            if (state.Decompose(trial, 0) is not null && IsPositive(state, direction.Lifted, length / fraction))
            {
                break;
            }
        }

        return length;
    }

    /// <summary>Moves all unknowns.</summary>
    internal static void Take(RelaxationState state, InteriorDirection direction, double length)
    {
        VectorKernels.AddScaled(length, direction.Multipliers, state.Multipliers);
        VectorKernels.AddScaled(length, direction.Slacks, state.Slacks);
        VectorKernels.AddScaled(length, direction.Levels, state.Levels);
        VectorKernels.AddScaled(length, direction.Lifted, state.Lifted);
        VectorKernels.AddScaled(length, direction.Points, state.Stacked.AsSpan(0, state.Source.Length));
    }

    /// <summary>Complementarity after a step of this length, relative to the present one.</summary>
    internal static double Reduction(RelaxationState state, InteriorDirection direction, double length)
    {
        static double[] Moved(double[] x, double[] step, double length)
        {
            var result = (double[])x.Clone();
            VectorKernels.AddScaled(length, step, result);
            return result;
        }

        var after = state.ComplementarityAt(
            Moved(state.Multipliers, direction.Multipliers, length), Moved(state.Slacks, direction.Slacks, length),
            Moved(state.Lifted, direction.Lifted, length));
        return after / state.Complementarity();
    }

    private static bool IsPositive(RelaxationState state, double[] step, double length)
    {
        var trial = (double[])state.Lifted.Clone();
        VectorKernels.AddScaled(length, step, trial);
        return FloatingCholesky.TryFactor(trial, state.Count) is not null;
    }

    /// <summary>w_b . (v_b^T C).</summary>
    private static double Along(RelaxationState state, int b, double[] points)
    {
        var (i, j, d) = (state.Constraints.First[b], state.Constraints.Second[b], state.Dimension);
        var own = state.Stacked.AsSpan(i * d, d);
        var other = state.Stacked.AsSpan(j * d, d);
        var change = points.AsSpan(i * d, d);
        return j < state.Count
            ? VectorKernels.DotOfDifferences(own, other, change, points.AsSpan(j * d, d))
            : VectorKernels.Dot(own, change) - VectorKernels.Dot(other, change);
    }

    /// <summary>|v_b^T dg|^2.</summary>
    private static double Squared(RelaxationState state, int b, double[] points)
    {
        var (i, j, d) = (state.Constraints.First[b], state.Constraints.Second[b], state.Dimension);
        var own = points.AsSpan(i * d, d);
        return j < state.Count ? VectorKernels.SquaredDistance(own, points.AsSpan(j * d, d)) : VectorKernels.Dot(own, own);
    }

    /// <summary>dS = dM + dLambda.</summary>
    private static double[] Assemble(RelaxationState state, double[] step)
    {
        var (n, c) = (state.Count, state.Constraints);
        var change = new double[n * n];
        for (var b = 0; b < state.Size; b++)
        {
            var (i, j, z) = (c.First[b], c.Second[b], c.Sign[b] * step[b]);
            change[(i * n) + i] += z;
            if (j < n)
            {
                change[(j * n) + j] += z;
                change[(i * n) + j] -= z;
                change[(j * n) + i] -= z;
            }
        }

        return change;
    }

    /// <summary>dLambda g + dM (g - f).</summary>
    private static double[] Moved(RelaxationState state, double[] step)
    {
        var (d, c) = (state.Dimension, state.Constraints);
        var moved = new double[state.Source.Length];
        for (var b = 0; b < state.Size; b++)
        {
            var (i, j, z) = (c.First[b] * d, c.Second[b] * d, c.Sign[b] * step[b]);
            VectorKernels.AddScaledDifference(z, state.Stacked.AsSpan(i, d), state.Stacked.AsSpan(j, d), moved.AsSpan(i, d));
            if (c.Second[b] < state.Count)
            {
                VectorKernels.AddScaledDifference(-z, state.Stacked.AsSpan(i, d), state.Stacked.AsSpan(j, d), moved.AsSpan(j, d));
            }
        }

        return moved;
    }

    /// <summary>Product of an n x n matrix and one of n rows.</summary>
    private static double[] Multiply(double[] left, double[] right, int n)
    {
        var width = right.Length / n;
        var result = new double[right.Length];
        Parallel.For(0, n, i =>
        {
            var row = result.AsSpan(i * width, width);
            for (var k = 0; k < n; k++)
            {
                if (left[(i * n) + k] is not 0 and var v)
                {
                    VectorKernels.AddScaled(v, right.AsSpan(k * width, width), row);
                }
            }
        });
        return result;
    }

    private static void SubtractSymmetric(double[] target, double[] product, int n)
    {
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
            {
                target[(i * n) + j] -= 0.5 * (product[(i * n) + j] + product[(j * n) + i]);
            }
        }
    }
}
