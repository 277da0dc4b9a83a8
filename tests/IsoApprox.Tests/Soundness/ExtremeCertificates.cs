using IsoApprox.Arithmetic;
using IsoApprox.Certificates;
using IsoApprox.Certificates.Branch;
using IsoApprox.Certificates.Direction;
using IsoApprox.Certificates.FarCopies;
using IsoApprox.Certificates.Gram;
using IsoApprox.Certificates.Metric;
using IsoApprox.Certificates.Penetration;
using IsoApprox.Certificates.Rank;
using IsoApprox.Certificates.Thickness;
using IsoApprox.Embeddings;
using IsoApprox.Sets;
using IsoApprox.Tests.Oracles;

namespace IsoApprox.Tests.Soundness;

/// <summary>Certificates of every kind with any numbers that a double can be, for points with any finite coordinates.</summary>
internal static class ExtremeCertificates
{
    private static readonly double[] Special =
        [0, -0.0, 1, -1, 0.5, double.Epsilon, 4e-320, 2.2250738585072014e-308, 1e-200, 1e-160, 1e150, 1e200, 8.9e307, double.MaxValue,
            -double.MaxValue, -1e300];

    /// <summary>Points of up to three coordinates, at extreme scales or ordinary.</summary>
    internal static Embedding Points(Random random)
    {
        var (count, n) = (1 + random.Next(6), 1 + random.Next(3));
        var kind = random.Next(3);
        double Coordinate() => kind == 0 ? random.NextDouble() - 0.5
            : kind == 1 ? Special[random.Next(Special.Length)] : random.Next(-2, 3) * Number(random, finite: true);
        var points = Enumerable.Range(0, count * n).Select(_ => Coordinate()).Select(x => double.IsFinite(x) ? x : double.MaxValue)
            .ToArray();
        return Embedding.Create(points, n, [.. Enumerable.Range(0, count).Select(_ => random.Next(3))]);
    }

    /// <summary>One of each kind of F_TS, with the problem's digest.</summary>
    internal static IEnumerable<Certificate> For(Problem problem, Random random)
    {
        var f = problem.Points;
        int Row() => random.Next(f.Count + (random.Next(20) == 0 ? 1 : 0));
        var isHausdorff = problem.Metric == NearestMetric.HausdorffLike;
        yield return new GramCertificate
        {
            Digest = problem.Digest,
            Metric = problem.Metric,
            Mu = isHausdorff ? Numbers(random, f.Count, signed: false) : [],
            Slopes = Slopes(problem, random),
            Lambda = CutMultipliers.OfClasses(Triplets(f, random, same: true)),
            Nu = CutMultipliers.OfClasses(Triplets(f, random, same: false)),
            Alpha = isHausdorff ? PairMultipliers.Empty : Distinct(f, random),
            Beta = isHausdorff ? PairMultipliers.Empty : Distinct(f, random),
        };
        yield return new TripletCertificate { Digest = problem.Digest, Triplet = new(Row(), Row(), Row()) };
        yield return new PenetrationCertificate
        {
            Digest = problem.Digest,
            FirstClass = random.Next(2),
            SecondClass = random.Next(3),
            Depth = Number(random),
            Tree = [.. Enumerable.Range(0, 1 << f.Dimension).Select(_ => random.Next(-4, 2))],
            Leaves = [Leaf(f, random), Leaf(f, random)],
        };
        yield return new MetricCertificate
        {
            Digest = problem.Digest,
            Level = Number(random),
            Rows = [.. Enumerable.Range(0, random.Next(6))
                .SelectMany(_ => new[] { random.Next(6), Row(), Row(), random.Next(3) == 0 ? Row() : 0, Number(random, signed: false) })],
        };
        yield return Branch(problem, random);
        yield return Direction(problem, random);
    }

    /// <summary>A cover of one family, and leaves with any multipliers.</summary>
    private static DirectionCertificate Direction(Problem problem, Random random)
    {
        var (f, n) = (problem.Points, problem.Points.Dimension);
        DirectionLeaf Leaf()
        {
            var rows = Enumerable.Range(0, f.Count).Where(_ => random.Next(4) > 0).ToArray();
            int Place() => random.Next(Math.Max(1, rows.Length));
            return new DirectionLeaf
            {
                Rows = rows,
                Weights = Numbers(random, rows.Length, signed: false),
                Comparisons = [.. Enumerable.Range(0, random.Next(4))
                    .Select(_ => new ComparisonMultiplier(Place(), Place(), Number(random, signed: false)))],
                Cones = [.. Enumerable.Range(0, random.Next(3)).Select(_ => new ConeMultiplier(
                    random.Next(2), (ConeTermKind)random.Next(4), Place(), Place(), Numbers(random, n + 1, signed: true)))],
                Lines = [.. Enumerable.Range(0, random.Next(3))
                    .Select(_ => new LineMultiplier(random.Next(2), (ConeTermKind)random.Next(4), Place(), Number(random)))],
                Slopes = problem.Margin > 0 && random.Next(4) > 0 ? Numbers(random, rows.Length * n, signed: true) : [],
            };
        }

        DirectionBranch Node() => random.Next(3) == 0 ? DirectionBranch.Split(random.Next(2), random.Next(2), Number(random))
            : random.Next(2) == 0 ? DirectionBranch.Empty : DirectionBranch.Leaf;
        var first = random.Next(2) == 0 ? 0 : -1 - random.Next(f.Count + 1);
        var cover = DirectionBranch.Cover(new DirectionSubject(first, 1), random.Next(-1, 1));
        return new DirectionCertificate
        {
            Digest = problem.Digest,
            Dimension = n,
            Level = Number(random, signed: false),
            Tree = random.Next(2) == 0 ? [DirectionBranch.Leaf] : [cover, .. Enumerable.Range(0, 2 * n).Select(_ => Node())],
            Leaves = [.. Enumerable.Range(0, 1 + random.Next(2 * n)).Select(_ => Leaf())],
        };
    }

    /// <summary>Gram certificates of all sets, with margins and floors.</summary>
    internal static (Problem Problem, GramCertificate Certificate) ForSet(Embedding f, Random random)
    {
        double Length() => random.Next(2) == 0 ? 0 : Math.Abs(Number(random, finite: true));
        var set = random.Next(4) switch
        {
            0 => IdealSet.Ladder(RandomMembers.Levels(random, f), Length()),
            1 => IdealSet.Contrastive(Length(), Length()),
            2 => IdealSet.Sphere(Length()),
            _ => IdealSet.TripletSeparated(Length()).AtLeastApart(Length()),
        };
        var problem = new Problem(f, (NearestMetric)random.Next(2), set);
        var isHausdorff = problem.Metric == NearestMetric.HausdorffLike;
        CutMultipliers Cuts(bool below) => !set.HasComparisons ? CutMultipliers.Empty : CutMultipliers.From(
            from i in Enumerable.Range(0, f.Count)
            from j in Enumerable.Range(0, f.Count)
            from boundary in Enumerable.Range(1, problem.Levels.Count - 1)
            where problem.Level(i, j) < boundary == below && random.Next(3) == 0
            select (i, boundary, j, Number(random, signed: false)));
        return (problem, new GramCertificate
        {
            Digest = problem.Digest,
            Metric = problem.Metric,
            Mu = isHausdorff ? Numbers(random, f.Count, signed: false) : [],
            Kappa = set.HasUnitNorms ? Numbers(random, f.Count, signed: true) : [],
            Slopes = Slopes(problem, random),
            Lambda = Cuts(true),
            Nu = Cuts(false),
            Near = set.HasComparisons ? PairMultipliers.Empty : Positive(Triplets(f, random, same: true)),
            Far = set.HasComparisons && set.Beyond == 0 ? PairMultipliers.Empty : Triplets(f, random, same: false),
            Alpha = isHausdorff ? PairMultipliers.Empty : Distinct(f, random),
            Beta = isHausdorff ? PairMultipliers.Empty : Distinct(f, random),
        });
    }

    /// <summary>Both kinds of the thickness.</summary>
    internal static IEnumerable<IThicknessCertificate> OfThickness(Embedding f, Random random)
    {
        yield return new ThicknessCertificate(
            Numbers(random, f.Count, signed: false), Numbers(random, f.Dimension * f.Dimension, signed: true))
        {
            Exponent = random.Next(3) == 0 ? random.Next(-2200, 2200) : 0,
        };
        yield return new ThicknessBranchCertificate(
            Number(random, signed: false), [.. Enumerable.Range(0, f.Dimension * 3).Select(_ => random.Next(-2, 2))],
            [Leaf(f, random), Leaf(f, random)]);
    }

    /// <summary>Chain, rank and far copies certificates with numbers of any size.</summary>
    internal static IEnumerable<SelfContainedCertificate> SelfContained(Embedding f, Random random)
    {
        ExactRational Rational() =>
            (random.Next(4) == 0 ? 1 : (ExactRational)Math.Abs(Number(random, finite: true)))
                / (1 + (ExactRational)(random.Next(2) * Math.Abs(Number(random, finite: true))));
        int[] sizes = [-1, 0, 2, 3, 4, 15, 16, int.MaxValue];
        int[] lengths = [int.MinValue, 2, 3, 5, 9, 21, 10_001, int.MaxValue];
        var (m, length, eps) = (sizes[random.Next(sizes.Length)], lengths[random.Next(lengths.Length)], Rational());
        yield return new ChainCertificate
        {
            Digest = ChainCertificate.DigestOf(m, length, eps),
            ClassSize = m,
            Length = length,
            Shortening = eps,
            Level = Rational(),
        };
        var instance = RationalInstance.From(f);
        int Row() => random.Next(-1, f.Count + 1);
        yield return new RankCertificate
        {
            Digest = instance.Digest,
            Instance = random.Next(9) == 0 ? null! : instance,
            A = [.. Enumerable.Range(0, random.Next(3)).Select(_ => new PairWeight(Row(), Row(), Rational()))],
            B = [.. Enumerable.Range(0, random.Next(2)).Select(_ => new PairWeight(Row(), Row(), Rational()))],
            Tau = [.. Enumerable.Range(0, random.Next(3)).Select(_ => new TripletWeight(Row(), Row(), Row(), Rational()))],
            Level = Rational(),
            SmallestEigenvalue = Rational(),
            NegativePart = Rational(),
        };
        yield return new FarCopiesCertificate
        {
            Digest = instance.Digest,
            Instance = random.Next(9) == 0 ? null! : instance,
            Copies = [.. Enumerable.Range(0, random.Next(5))
                .Select(
                    c => new FarCopy(
                        [.. Enumerable.Range(2 * c, random.Next(4)).Select(i => random.Next(9) == 0 ? Row() : i)], Rational()))],
            Pairs = [.. Enumerable.Range(0, random.Next(4)).Select(_ => new CopyPair(random.Next(-1, 4), random.Next(4), Rational()))],
            Frame = random.Next(3) == 0 ? [.. Enumerable.Range(0, random.Next(4)).Select(_ => random.Next(-1, 4))] : [0, 1, 2],
            Level = Rational(),
        };
    }

    private static BranchCertificate Branch(Problem problem, Random random)
    {
        var (f, n) = (problem.Points, problem.Points.Dimension);
        var isHausdorff = problem.Metric == NearestMetric.HausdorffLike;
        double[] Vectors(int count) => Numbers(random, count * n, signed: true);
        BranchNode Node() => new(
            (BranchNodeKind)random.Next(5), random.Next(2), 1 + random.Next(f.Count), random.Next(n), random.Next(n),
            Vectors(random.Next(1, n + 2)));
        double[] LeafRows() =>
            [.. Enumerable.Range(0, random.Next(3))
                .SelectMany(
                    _ => new double[] { random.Next(6), random.Next(f.Count), random.Next(f.Count) }.Concat(Vectors(1))
                        .Concat(random.Next(2) == 0 ? Vectors(1) : []))];
        return new BranchCertificate
        {
            Digest = problem.Digest,
            Dimension = n,
            Level = Number(random, signed: random.Next(9) == 0),
            Reach = n == 2 && random.Next(2) == 0 ? Number(random, signed: false) : null,
            Gauge = isHausdorff ? [] : [random.Next(f.Count)],
            Balls = isHausdorff && random.Next(2) == 0 ? [new BranchBall(0, 1, Vectors(n))] : [],
            Nodes =
                [.. Enumerable.Range(0, random.Next(4)).Select(_ => Node()), new BranchNode(BranchNodeKind.Leaf, 0, 0, 0, 0, LeafRows())],
        };
    }

    private static PenetrationLeaf Leaf(Embedding f, Random random)
    {
        int[] Rows() => [.. Enumerable.Range(0, 1 + random.Next(2)).Select(_ => random.Next(f.Count))];
        var (above, below) = (Rows(), Rows());
        return new PenetrationLeaf(
            above, Numbers(random, above.Length, signed: false), below, Numbers(random, below.Length, signed: false));
    }

    private static PairMultipliers Triplets(Embedding f, Random random, bool same) => PairMultipliers.From(
        from i in Enumerable.Range(0, f.Count)
        from j in Enumerable.Range(0, f.Count)
        where f.Classes[i] == f.Classes[j] == same && random.Next(3) == 0
        select (i, j, Number(random, signed: false)));

    private static PairMultipliers Positive(PairMultipliers pairs) =>
        PairMultipliers.From(
            pairs.First.Zip(pairs.Second, pairs.Values).Where(p => p.First != p.Second).Select(p => (p.First, p.Second, p.Third)));

    private static PairMultipliers Distinct(Embedding f, Random random) => PairMultipliers.From(
        from i in Enumerable.Range(0, f.Count)
        from j in Enumerable.Range(0, i)
        where random.Next(2) == 0
        select (i, j, Number(random, signed: false)));

    private static double[] Slopes(Problem problem, Random random) =>
        problem.Metric == NearestMetric.HausdorffLike && problem.Set.Margin > 0 && random.Next(2) == 0
            ? Numbers(random, problem.Points.Count * (1 + random.Next(4)), signed: true)
            : [];

    private static double[] Numbers(Random random, int count, bool signed) =>
        [.. Enumerable.Range(0, count).Select(_ => Number(random, signed))];

    internal static double Number(Random random, bool signed = true, bool finite = false)
    {
        var value = random.Next(finite ? 8 : 60) switch
        {
            0 or 1 or 2 => Special[random.Next(Special.Length)],
            3 => Math.ScaleB(random.NextDouble(), random.Next(-1074, 1024)),
            4 => Math.BitDecrement(double.MaxValue) * random.NextDouble(),
            58 => double.NaN,
            59 => double.PositiveInfinity,
            _ => random.NextDouble(),
        };
        return signed ? value : Math.Abs(value);
    }
}
