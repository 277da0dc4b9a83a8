using IsoApprox.Numerics;
using IsoApprox.Solver.Numerics;

namespace IsoApprox.Solver.Relaxations;

/// <summary>Completes a change of the multipliers to a step of all unknowns and takes as much of it as keeps y, t, S and W positive (definite).</summary>
internal static class InteriorStep
{
    private const double MatrixFraction = 0.95;

    /// <summary>Returns the fraction of the step that was taken.</summary>
    internal static double Take(RelaxationState state, double[] step, double[] levelStep)
    {
        var slackStep = new double[state.Size];
        var length = 1.0;
        for (var b = 0; b < state.Size; b++)
        {
            slackStep[b] = (state.Tau / state.Multipliers[b]) - state.Slacks[b] - (state.Slacks[b] / state.Multipliers[b] * step[b]);
            length = step[b] < 0 ? Math.Min(length, -0.95 * state.Multipliers[b] / step[b]) : length;
            length = slackStep[b] < 0 ? Math.Min(length, -0.95 * state.Slacks[b] / slackStep[b]) : length;
        }

        var liftedStep = LiftedStep(state, step);
        var pointStep = PointStep(state, step);
        var trial = new double[state.Size];
        for (; length > 1e-12; length *= 0.8)
        {
            state.Multipliers.CopyTo(trial, 0);
            VectorKernels.AddScaled(length / MatrixFraction, step, trial);
            if (state.Decompose(trial, 0) is not null && IsPositive(LiftedAt(state, liftedStep, length / MatrixFraction), state.Count))
            {
                break;
            }
        }

        VectorKernels.AddScaled(length, step, state.Multipliers);
        VectorKernels.AddScaled(length, slackStep, state.Slacks);
        VectorKernels.AddScaled(length, levelStep, state.Levels);
        VectorKernels.AddScaled(length, liftedStep, state.Lifted);
        VectorKernels.AddScaled(length, pointStep, state.Stacked.AsSpan(0, state.Source.Length));
        return length;
    }

    /// <summary>dg = (S^-1 M F - g) - S^-1 (dLambda g + dM (g - f)).</summary>
    private static double[] PointStep(RelaxationState state, double[] step)
    {
        var d = state.Dimension;
        var moved = new double[state.Source.Length];
        for (var b = 0; b < state.Size; b++)
        {
            var (i, j) = (state.Constraints.First[b], state.Constraints.Second[b]);
            var z = state.Constraints.Sign[b] * step[b];
            var (own, other) = (i * d, j * d);
            VectorKernels.AddScaledDifference(z, state.Stacked.AsSpan(own, d), state.Stacked.AsSpan(other, d), moved.AsSpan(own, d));
            if (j < state.Count)
            {
                VectorKernels.AddScaledDifference(-z, state.Stacked.AsSpan(own, d), state.Stacked.AsSpan(other, d), moved.AsSpan(other, d));
            }
        }

        var result = (double[])state.Correction.Clone();
        for (var i = 0; i < state.Count; i++)
        {
            for (var k = 0; k < state.Count; k++)
            {
                VectorKernels.AddScaled(-state.Inverse[(i * 2 * state.Count) + k], moved.AsSpan(k * d, d), result.AsSpan(i * d, d));
            }
        }

        return result;
    }

    /// <summary>W + a dW, lower triangle, N x N.</summary>
    private static double[] LiftedAt(RelaxationState state, double[] liftedStep, double length)
    {
        var result = new double[state.Count * state.Count];
        for (var i = 0; i < state.Count; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                result[(i * state.Count) + j] = state.Lifted[(i * 2 * state.Count) + j] + (length * liftedStep[(i * 2 * state.Count) + j]);
            }
        }

        return result;
    }

    private static bool IsPositive(double[] matrix, int size) => FloatingCholesky.TryFactor(matrix, size) is not null;

    /// <summary>tau S^-1 - W - sym(W dS S^-1), stored as the leading block of a 2N x 2N array.</summary>
    private static double[] LiftedStep(RelaxationState state, double[] step)
    {
        var (n, width) = (state.Count, 2 * state.Count);
        var change = new double[n * n];
        for (var b = 0; b < state.Size; b++)
        {
            var (i, j) = (state.Constraints.First[b], state.Constraints.Second[b]);
            var z = state.Constraints.Sign[b] * step[b];
            change[(i * n) + i] += z;
            if (j < n)
            {
                change[(j * n) + j] += z;
                change[(i * n) + j] -= z;
                change[(j * n) + i] -= z;
            }
        }

        // W and S^-1 are symmetric: row i of (dS W) is sum_k dS_ik W_k, and the product is S^-1 (dS W).
        var inner = new double[n * n];
        var product = new double[n * n];
        for (var i = 0; i < n; i++)
        {
            for (var k = 0; k < n; k++)
            {
                VectorKernels.AddScaled(change[(i * n) + k], state.Lifted.AsSpan(k * width, n), inner.AsSpan(i * n, n));
            }
        }

        for (var i = 0; i < n; i++)
        {
            for (var k = 0; k < n; k++)
            {
                VectorKernels.AddScaled(state.Inverse[(i * width) + k], inner.AsSpan(k * n, n), product.AsSpan(i * n, n));
            }
        }

        var result = new double[width * width];
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
            {
                result[(i * width) + j] = (state.Tau * state.Inverse[(i * width) + j]) - state.Lifted[(i * width) + j] - (0.5 * (product[(i * n) + j] + product[(j * n) + i]));
            }
        }

        return result;
    }
}
