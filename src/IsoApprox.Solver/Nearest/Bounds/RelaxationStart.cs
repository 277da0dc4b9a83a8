using IsoApprox.Solver.Algebra;

namespace IsoApprox.Solver.Nearest.Bounds;

/// <summary>Interior starting points of the interior-point method.</summary>
internal static class RelaxationStart
{
    /// <summary>
    /// Takes over a run with fewer constraints. A new constraint gets the slack it has (at least a hundredth of its level) and a multiplier
    /// on the central path, made smaller until S stays positive definite.
    /// </summary>
    internal static bool Continue(RelaxationState state, RelaxationState previous, double complementarity)
    {
        previous.Multipliers.CopyTo(state.Multipliers, 0);
        previous.Slacks.CopyTo(state.Slacks, 0);
        previous.Levels.CopyTo(state.Levels, 0);
        previous.Stacked.CopyTo(state.Stacked, 0);
        previous.Lifted.CopyTo(state.Lifted, 0);
        var tau = complementarity / (previous.Size + state.Count);
        for (var b = previous.Size; b < state.Size; b++)
        {
            var (i, j, level) = (state.Constraints.First[b], state.Constraints.Second[b], state.Levels[state.Constraints.Level[b]]);
            var value = i == j ? state.Constraints.Constant[b] : previous.SquaredDistance(i, j) + state.Constraints.Constant[b];
            state.Slacks[b] = Math.Max(0.01 * Math.Max(Math.Abs(level), value), -state.Constraints.Sign[b] * (value - level));
            state.Multipliers[b] = tau / state.Slacks[b];
        }

        for (var trial = 0; trial < 12; trial++)
        {
            if (state.Decompose(state.Multipliers, 0) is not null)
            {
                return true;
            }

            VectorKernels.Scale(0.2, state.Multipliers.AsSpan(previous.Size));
        }

        return false;
    }

    /// <summary>mu = 1/N and balanced lambda, nu so small that S is positive definite; slacks from the values there.</summary>
    internal static bool Initialise(RelaxationState state)
    {
        var (near, far) = (new int[state.Levels.Length], new int[state.Levels.Length]);
        for (var b = 0; b < state.Size; b++)
        {
            (state.Constraints.Sign[b] > 0 ? near : far)[state.Constraints.Level[b]]++;
        }

        for (var weight = 1.0 / state.Count; weight > 1e-12 / state.Count; weight *= 0.3)
        {
            for (var b = 0; b < state.Size; b++)
            {
                var level = state.Constraints.Level[b];
                state.Multipliers[b] = level == 0 ? 1.0 / state.Count
                    : !state.Used[level] && state.Constraints.Given(level) is null ? 1e-3 * weight
                    : weight / (state.Constraints.Sign[b] > 0 ? near : far)[level];
            }

            if (state.Decompose(state.Multipliers, 0.3) is not null)
            {
                state.Evaluate();
                VectorKernels.AddScaled(1, state.Correction, state.Stacked.AsSpan(0, state.Source.Length));
                state.Evaluate();
                InitialiseLevels(state);
                InitialiseLifted(state);
                return true;
            }
        }

        return false;
    }

    private static void InitialiseLevels(RelaxationState state)
    {
        var zero = new double[state.Lifted.Length];
        var values = Enumerable.Range(0, state.Size).Select(b => state.Value(b, zero)).ToArray();
        var typical = Math.Max(1e-12, values.Average());
        var (low, high) = (new double[state.Levels.Length], new double[state.Levels.Length]);
        low.AsSpan().Fill(double.PositiveInfinity);
        for (var b = 0; b < state.Size; b++)
        {
            var l = state.Constraints.Level[b];
            if (state.Constraints.Sign[b] > 0)
            {
                high[l] = Math.Max(high[l], values[b]);
            }
            else
            {
                low[l] = Math.Min(low[l], values[b]);
            }
        }

        for (var l = 0; l < state.Levels.Length; l++)
        {
            state.Levels[l] = state.Constraints.Given(l)
                ?? (l == 0 || double.IsInfinity(low[l]) ? 1.5 * high[l] : 0.5 * (high[l] + low[l]));
        }

        for (var b = 0; b < state.Size; b++)
        {
            state.Slacks[b] = Math.Max(0.3 * typical, -state.Constraints.Sign[b] * (values[b] - state.Levels[state.Constraints.Level[b]]));
        }
    }

    /// <summary>W = tau S^-1 with the tau of the slacks.</summary>
    private static void InitialiseLifted(RelaxationState state)
    {
        var tau = VectorKernels.Dot(state.Multipliers, state.Slacks) / state.Size;
        for (var i = 0; i < state.Lifted.Length; i++)
        {
            state.Lifted[i] = tau * state.Inverse[i];
        }
    }
}
