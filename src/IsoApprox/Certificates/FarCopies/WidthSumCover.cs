using IsoApprox.Arithmetic;
using IsoApprox.Certificates.Penetration;

namespace IsoApprox.Certificates.FarCopies;

/// <summary>
/// Proves that every Triplet-Separated embedding g of a copy f, two pairs of points in the plane, has sum over l of w_l width(g - f along
/// e_l) > B, by a cover of all separating directions v and all widths x with sum w_l x_l = B by boxes, on each of which some
/// <see cref="WidthWitness"/> shows that there is no such g (docs/certificates.md).
/// </summary>
internal sealed class WidthSumCover
{
    private const int Faces = 4;
    private readonly Interval[] _weights;
    private readonly WidthWitness[] _witnesses;
    private readonly double _ofOnePoint;

    /// <summary>Prepares a copy.</summary>
    /// <param name="copy">The copy.</param>
    /// <param name="directions">e_l, unit vectors.</param>
    /// <param name="weights">w_l, positive.</param>
    internal WidthSumCover(CopyShape copy, IntervalVector[] directions, Interval[] weights)
    {
        _weights = weights;
        _witnesses = WidthWitness.All(copy, directions, GapConstant.Lower(2, 2, 2));
        var sum = Interval.Zero;
        for (var l = 0; l < directions.Length; l++)
        {
            sum += weights[l] * copy.WidthAlong(directions[l]);
        }

        _ofOnePoint = sum.Lower;
    }

    /// <summary>A box: v = (1, s), (-1, s), (s, 1) or (s, -1), s in [Low[0], High[0]]; x_l in [Low[l], High[l]], l = 1..k - 1.</summary>
    private readonly record struct Box(int Face, double[] Low, double[] High);

    /// <summary>True when the sum certainly exceeds B for every Triplet-Separated g.</summary>
    /// <param name="bound">B, finite and positive.</param>
    /// <param name="budget">Boxes that may be looked at; what was spent is taken off.</param>
    internal bool Proves(double bound, ref int budget)
    {
        if (_witnesses.Length == 0 || !(_ofOnePoint > bound))
        {
            return false;
        }

        var open = new Stack<Box>();
        double[] top = [1, .. _weights[..^1].Select(w => (bound / w).Upper)];
        for (var face = 0; face < Faces; face++)
        {
            open.Push(new Box(face, [-1, .. new double[top.Length - 1]], top));
        }

        var witness = _witnesses[0];
        while (open.TryPop(out var box))
        {
            if (--budget < 0)
            {
                return false;
            }

            if (IsImpossible(box, bound, ref witness))
            {
                continue;
            }

            var d = Widest(box, top);
            var middle = box.Low[d] + ((box.High[d] - box.Low[d]) / 2);
            if (!(middle > box.Low[d] && middle < box.High[d]))
            {
                return false;
            }

            open.Push(box with { High = With(box.High, d, middle) });
            open.Push(box with { Low = With(box.Low, d, middle) });
        }

        return true;
    }

    private static double[] With(double[] ends, int d, double value)
    {
        var copy = ends.ToArray();
        copy[d] = value;
        return copy;
    }

    private static int Widest(Box box, double[] top)
    {
        var best = 0;
        double Width(int d) => (box.High[d] - box.Low[d]) / (d == 0 ? 2 : top[d]);
        for (var d = 1; d < top.Length; d++)
        {
            best = Width(d) > Width(best) ? d : best;
        }

        return best;
    }

    private static (double X, double Y) Along(int face, double s) => face switch
    {
        0 => (1, s),
        1 => (-1, s),
        2 => (s, 1),
        _ => (s, -1),
    };

    /// <summary>Tries the witness of the box before, then the one that looks best in floating point.</summary>
    private bool IsImpossible(Box box, double bound, ref WidthWitness witness)
    {
        Interval rest = bound;
        var widths = new double[box.Low.Length];
        for (var l = 0; l < widths.Length - 1; l++)
        {
            rest -= _weights[l] * box.Low[l + 1];
            widths[l] = box.High[l + 1];
        }

        widths[^1] = (rest / _weights[^1]).Upper;
        if (widths[^1] < 0)
        {
            return true;
        }

        var (low, high) = (box.Low[0], box.High[0]);
        var slope = low <= 0 && high >= 0 ? 0 : Math.Min(Math.Abs(low), Math.Abs(high));
        var length = (1 + ((Interval)slope).Square()).Sqrt().Lower;
        var (from, to) = (Along(box.Face, low), Along(box.Face, high));
        if (witness.Excludes(from, to, length, widths))
        {
            return true;
        }

        var best = 0.0;
        foreach (var candidate in _witnesses)
        {
            var value = Math.Min(candidate.Estimate(from, length, widths), candidate.Estimate(to, length, widths));
            (best, witness) = value > best ? (value, candidate) : (best, witness);
        }

        return best > 0 && witness.Excludes(from, to, length, widths);
    }
}
