using IsoApprox.Arithmetic;

namespace IsoApprox.Certificates.Branch;

/// <summary>
/// Narrows the cones of a node in the plane by what the others say: a direction and the angle of a triangle at the same corner leave two
/// sectors for another direction, two classes have all their differences within 90 degrees, and x_ik = x_ip + x_pk lies in the hull of two
/// cones. A fixed sequence of operations on doubles, so that whoever repeats it gets the same cones.
/// </summary>
public sealed class BranchAngles
{
    /// <summary>Largest N: the rules of a node are of the order of N^3.</summary>
    public const int LargestCount = 12;

    private const int Passes = 4;

    /// <summary>Radians by which an end must move.</summary>
    private const double LeastMove = 1.0 / 1024;

    private readonly BranchRelaxation _relaxation;
    private readonly TripletAngles _angles;
    private readonly int _count;

    /// <param name="relaxation">Gives rows and distances.</param>
    /// <param name="problem">The problem.</param>
    /// <param name="reach">A level; the cones hold for every g with a value below it.</param>
    public BranchAngles(BranchRelaxation relaxation, Problem problem, double reach)
    {
        ArgumentNullException.ThrowIfNull(relaxation);
        ArgumentNullException.ThrowIfNull(problem);
        (_relaxation, _count, Reach) = (relaxation, relaxation.Count, reach);
        if (!Apply(_count, relaxation.Dimension) || !(reach >= 0) || !double.IsFinite(reach))
        {
            throw new ArgumentException($"angles need dimension 2, at most {LargestCount} points and a finite reach");
        }

        var change = problem.Metric == NearestMetric.IsometricError ? 1 : 2;
        _angles = new TripletAngles(relaxation, problem.Points.Classes, change * (Interval)reach);
    }

    /// <summary>The level that they were made for.</summary>
    public double Reach { get; }

    /// <summary>True in the plane for few points.</summary>
    /// <param name="count">N.</param>
    /// <param name="dimension">n.</param>
    public static bool Apply(int count, int dimension) => dimension == 2 && count <= LargestCount;

    /// <summary>
    /// The cones that the gauge leaves: its third row lies on the left of its second one, seen from the first.
    /// </summary>
    /// <param name="cones">Changed.</param>
    /// <param name="gauge">The gauge.</param>
    public void Begin(double[][]?[] cones, ReadOnlySpan<int> gauge)
    {
        ArgumentNullException.ThrowIfNull(cones);
        if (gauge.Length > 2 && _angles.At(gauge[0], gauge[1], gauge[2]) is { } turns
            && Sector.Of(turns.Least.Of(new Plane(1, 0)), turns.Largest.Of(new Plane(1, 0))) is { IsNarrow: true } sector)
        {
            var (i, k) = (gauge[0], gauge[2]);
            cones[_relaxation.Pair(Math.Min(i, k), Math.Max(i, k))] = Write(i < k ? sector : -sector);
        }
    }

    /// <summary>Narrows cones in place (arrays of generators are replaced, not changed).</summary>
    /// <param name="cones">Per pair.</param>
    /// <param name="before">Cones that were narrowed before, some of which were replaced since; null at the root.</param>
    /// <returns>False when nothing is left for a difference that is not 0: no g has such directions.</returns>
    public bool Narrow(double[][]?[] cones, double[][]?[]? before)
    {
        ArgumentNullException.ThrowIfNull(cones);
        var rules = new List<Rule>();
        var sectors = Array.ConvertAll(cones, Read);
        bool[] news = [.. cones.Select((cone, pair) => before is null ? cone is not null : !ReferenceEquals(cone, before[pair]))];
        for (var pass = 0; pass < Passes && Array.Exists(news, x => x); pass++)
        {
            var next = new bool[news.Length];
            for (var i = 0; i < _count; i++)
            {
                for (var k = i + 1; k < _count; k++)
                {
                    rules.Clear();
                    var pair = _relaxation.Pair(i, k);
                    var old = sectors[pair];
                    if (!Collect(sectors, i, k, news, old is null || news[pair], rules))
                    {
                        continue;
                    }

                    var empty = false;
                    var found = old is { } cone ? Restricted(cone, rules) : Found(rules, out empty);
                    if ((empty || (old is not null && found is null)) && _angles.IsApart(i, k))
                    {
                        return false;
                    }

                    if (found is { } less && (old is { } own ? Moved(own, less) : less) is var sector && sector != old)
                    {
                        (next[pair], sectors[pair], cones[pair]) = (true, sector, Write(sector));
                    }
                }
            }

            news = next;
        }

        return true;
    }

    /// <summary>One or two sectors, one of which holds the direction.</summary>
    private readonly record struct Rule(Sector First, Sector? Second)
    {
        /// <summary>The hull of both where they overlap and it is narrow.</summary>
        internal Sector? Whole => Second is { } second && First.IsNarrow && second.IsNarrow && second.Contains(First.Start)
            && Sector.Of(second.Start, First.End) is { IsNarrow: true } hull && hull.Contains(First.Start) && hull.Contains(second.End)
            ? hull : null;

        /// <summary>The hull of what it leaves of a narrow sector; null when that is nothing.</summary>
        internal Sector? Of(Sector sector)
        {
            var (a, b) = (sector.Common(First), Second is { } second ? sector.Common(second) : null);
            return a is { } x && b is { } y ? Sector.Hull(x, y) : a ?? b;
        }
    }

    /// <summary>The rules for x_ik from new cones, or from all when there is a new one; false when there is none.</summary>
    private bool Collect(Sector?[] sectors, int i, int k, bool[] news, bool all, List<Rule> rules)
    {
        var any = news[_relaxation.Pair(i, k)];
        for (var p = 0; p < _count; p++)
        {
            if (p == i || p == k)
            {
                continue;
            }

            var (newFrom, newTo) = (IsNew(news, i, p), IsNew(news, p, k));
            any |= newFrom || newTo;
            var from = all || newFrom || newTo ? At(sectors, i, p) : null;
            var to = all || newFrom || newTo ? At(sectors, p, k) : null;
            if (from is { } a && (all || newFrom) && _angles.At(i, p, k) is { } first)
            {
                rules.Add(Turned(a, first.Least, first.Largest));
            }

            if (to is { } b && (all || newTo) && _angles.At(k, p, i) is { } second)
            {
                rules.Add(Turned(b, second.Least, second.Largest));
            }

            if (from is { } x && to is { } y && Sum(x, y) is { } sum)
            {
                rules.Add(new Rule(sum, null));
            }
        }

        for (var j = 0; j < _count && _angles.IsCross(i, k); j++)
        {
            for (var l = 0; l < _count && j != i && _angles.SameClass(i, j); l++)
            {
                var isNew = l != k && _angles.SameClass(l, k) && IsNew(news, j, l);
                any |= isNew;
                if (l != k && _angles.SameClass(l, k) && (all || isNew) && At(sectors, j, l) is { } cone)
                {
                    rules.Add(new Rule(Sector.Of(new Plane(cone.Start.Y, -cone.Start.X), new Plane(-cone.End.Y, cone.End.X)), null));
                }
            }
        }

        return any;
    }

    private bool IsNew(bool[] news, int i, int k) => news[_relaxation.Pair(Math.Min(i, k), Math.Max(i, k))];

    private static Rule Turned(Sector cone, TripletAngles.Turn least, TripletAngles.Turn largest) =>
        new(Sector.Of(least.Of(cone.Start), largest.Of(cone.End)), Sector.Of(largest.Back(cone.Start), least.Back(cone.End)));

    /// <summary>The hull of two narrow sectors where it is narrow.</summary>
    private static Sector? Sum(Sector a, Sector b)
    {
        foreach (var start in new[] { a.Start, b.Start })
        {
            foreach (var end in new[] { a.End, b.End })
            {
                if (Sector.Of(start, end) is { IsNarrow: true } hull && hull.Contains(a.Start) && hull.Contains(a.End)
                    && hull.Contains(b.Start) && hull.Contains(b.End))
                {
                    return hull;
                }
            }
        }

        return null;
    }

    /// <summary>What all rules leave of a narrow sector; null when that is nothing.</summary>
    private static Sector? Restricted(Sector sector, List<Rule> rules)
    {
        Sector? result = sector;
        for (var r = 0; r < rules.Count && result is { } own; r++)
        {
            result = rules[r].Of(own);
        }

        return result;
    }

    /// <summary>The cone of a pair without one: one of the sectors of a rule, when the others leave no second one.</summary>
    private static Sector? Found(List<Rule> rules, out bool empty)
    {
        foreach (var rule in rules)
        {
            var (first, second) = rule.Whole is { } whole ? (whole, null) : (rule.First, rule.Second);
            if (first.IsNarrow && second?.IsNarrow != false)
            {
                var (a, b) = (Restricted(first, rules), second is { } other ? Restricted(other, rules) : null);
                if (a is null || b is null)
                {
                    empty = a is null && b is null;
                    return a ?? b;
                }
            }
        }

        empty = false;
        return null;
    }

    /// <summary>A cone without what is excluded; ends that hardly move stay.</summary>
    private static Sector Moved(Sector old, Sector less) =>
        new(Moves(old.Start, less.Start) ? less.Start : old.Start, Moves(less.End, old.End) ? less.End : old.End, true);

    private static bool Moves(Plane from, Plane to) =>
        Plane.Dot(from, to) <= 0 || Plane.Det(from, to) > LeastMove * Plane.Dot(from, to);

    private Sector? At(Sector?[] sectors, int i, int k) =>
        i < k ? sectors[_relaxation.Pair(i, k)] : sectors[_relaxation.Pair(k, i)] is { } sector ? -sector : null;

    private static Sector? Read(double[][]? cone)
    {
        if (cone is null)
        {
            return null;
        }

        var (a, b) = (new Plane(cone[0][0], cone[0][1]), new Plane(cone[^1][0], cone[^1][1]));
        return Plane.Sign(a, b) >= 0 ? new Sector(a, b, true) : new Sector(b, a, true);
    }

    private static double[][] Write(Sector sector) => sector.Start == sector.End ? [[sector.Start.X, sector.Start.Y]]
        : [[sector.Start.X, sector.Start.Y], [sector.End.X, sector.End.Y]];
}
