namespace IsoApprox.Solver.Nearest.Lagrangian;

/// <summary>Exact roots of the two piecewise linear equations by which the augmented Lagrangian eliminates its scalar unknowns.</summary>
internal static class LevelRoots
{
    /// <summary>
    /// x with sum_k (x - b_k)_+ = sum_j (a_j - x)_+ (an anchor's level); the midpoint when max a &lt;= min b. Semismooth Newton safeguarded
    /// by the bracket [min b, max a]. Cost O(entries) a step.
    /// </summary>
    internal static double Anchor(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var (high, low) = (Max(a), Min(b));
        if (high <= low)
        {
            return 0.5 * (high + low);
        }

        var x = 0.5 * (high + low);
        for (var step = 0; step < 200; step++)
        {
            var (sum, count, balance) = (0.0, 0, 0.0);
            foreach (var v in a)
            {
                if (v > x)
                {
                    sum += v;
                    count++;
                    balance -= v - x;
                }
            }

            foreach (var v in b)
            {
                if (v < x)
                {
                    sum += v;
                    count++;
                    balance += x - v;
                }
            }

            if (balance > 0)
            {
                high = x;
            }
            else
            {
                low = x;
            }

            var next = count == 0 ? x : sum / count;
            if (!(next > low && next < high))
            {
                next = Math.Clamp(next, low, high);
                if (next != x && step % 3 == 2)
                {
                    next = 0.5 * (low + high);
                }
            }

            if (Math.Abs(next - x) <= 1e-16 * Math.Abs(x))
            {
                return next;
            }

            x = next;
        }

        return x;
    }

    /// <summary>
    /// x with sum_i (v_i - x)_+ = total > 0 (the common level). Newton from below; the values that count are those above max v - total.
    /// Cost O(entries) a step.
    /// </summary>
    internal static double Simplex(ReadOnlySpan<double> v, double total)
    {
        var x = Max(v) - total;
        for (var step = 0; step < 200; step++)
        {
            var (sum, count) = (0.0, 0);
            foreach (var value in v)
            {
                if (value > x)
                {
                    sum += value;
                    count++;
                }
            }

            var next = (sum - total) / Math.Max(1, count);
            if (!(next > x))
            {
                return x;
            }

            x = next;
        }

        return x;
    }

    /// <summary>
    /// x with sum_i w_i (v_i - x)_+ = total > 0 (the common level, weights w_i > 0). Newton from below, from the largest root of a single
    /// term. Cost O(entries) a step.
    /// </summary>
    internal static double Simplex(ReadOnlySpan<double> v, ReadOnlySpan<double> weights, double total)
    {
        var x = double.NegativeInfinity;
        for (var i = 0; i < v.Length; i++)
        {
            x = Math.Max(x, v[i] - (total / weights[i]));
        }

        for (var step = 0; step < 200; step++)
        {
            var (sum, weight) = (0.0, 0.0);
            for (var i = 0; i < v.Length; i++)
            {
                if (v[i] > x)
                {
                    sum += weights[i] * v[i];
                    weight += weights[i];
                }
            }

            // Rounding: total may be nothing beside the values.
            var next = weight > 0 ? (sum - total) / weight : x;
            if (!(next > x))
            {
                return x;
            }

            x = next;
        }

        return x;
    }

    private static double Max(ReadOnlySpan<double> v)
    {
        var max = double.NegativeInfinity;
        foreach (var value in v)
        {
            max = Math.Max(max, value);
        }

        return max;
    }

    private static double Min(ReadOnlySpan<double> v)
    {
        var min = double.PositiveInfinity;
        foreach (var value in v)
        {
            min = Math.Min(min, value);
        }

        return min;
    }
}
