using IsoApprox.Arithmetic;

namespace IsoApprox.Certificates.Branch;

/// <summary>The box in which the variables of a <see cref="BranchRelaxation"/> certainly lie when the value is below its level.</summary>
internal sealed class BranchBox
{
    private readonly BranchRelaxation _relaxation;
    private readonly Interval _change;

    /// <param name="relaxation">The relaxation, with its distances and radii.</param>
    /// <param name="gauge">Its gauge.</param>
    /// <param name="isometric">True for d_iso.</param>
    /// <param name="level">T.</param>
    internal BranchBox(BranchRelaxation relaxation, int[] gauge, bool isometric, double level)
    {
        (_relaxation, _change) = (relaxation, (isometric ? 1 : 2) * (Interval)level);
        var (count, n, radii) = (relaxation.Count, relaxation.Dimension, relaxation.Radii);
        var box = new Interval[(count * n) + radii.Count + 1];
        for (var i = 0; i < count; i++)
        {
            var reach = isometric ? (relaxation.Distance(gauge[0], i) + (i == gauge[0] ? 0 : level)).Upper : level;
            box.AsSpan(i * n, n).Fill(new Interval(-reach, reach));
            for (var r = 0; r < radii.PerRow; r++)
            {
                box[(count * n) + (i * radii.PerRow) + r] = Radius(i, r);
            }
        }

        for (var g = 1; g < gauge.Length; g++)
        {
            var row = box.AsSpan(gauge[g] * n, n);
            var least = g == 1 ? Math.Max(0, (relaxation.Distance(gauge[0], gauge[1]) - level).Lower) : 0;
            row[g - 1] = new Interval(Math.Min(least, row[g - 1].Upper), row[g - 1].Upper);
            row[g..].Clear();
        }

        box[^1] = new Interval(0, level);
        Bounds = box;
    }

    /// <summary>By the number of the variable, see <see cref="BranchRelaxation.Bounds"/>.</summary>
    internal Interval[] Bounds { get; }

    /// <summary>True when nothing lies in it.</summary>
    internal bool IsEmpty { get; private set; }

    /// <summary>
    /// A radius lies between the farthest near row less m T and the nearest far row plus m T less alpha; where no other row is near it may
    /// be taken as small as the set allows, and where the set keeps classes apart as large as that.
    /// </summary>
    private Interval Radius(int a, int r)
    {
        var radii = _relaxation.Radii;
        if (radii.Given(r) is { } given)
        {
            return given;
        }

        var (low, high, farthest, isAlone) = (0.0, double.MaxValue, 0.0, true);
        for (var j = 0; j < _relaxation.Count; j++)
        {
            if (radii.IsNear(a, j, r))
            {
                low = j == a ? low : Math.Max(low, (_relaxation.Distance(a, j) - _change).Lower);
                farthest = j == a ? farthest : Math.Max(farthest, (_relaxation.Distance(a, j) + _change).Upper);
                isAlone &= j == a;
                continue;
            }

            high = Math.Min(high, (_relaxation.Distance(a, j) + _change - radii.Margin).Upper);
        }

        var floor = radii.Floor(r);
        IsEmpty |= high < low || high < floor.Lower;
        (low, farthest) = (Math.Max(low, floor.Lower), Math.Max(farthest, floor.Upper));
        return isAlone ? floor : new Interval(Math.Min(low, high), Math.Max(low, Math.Min(high, farthest)));
    }
}
