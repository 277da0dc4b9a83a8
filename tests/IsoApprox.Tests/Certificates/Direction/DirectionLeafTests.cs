using IsoApprox.Arithmetic;
using IsoApprox.Certificates;
using IsoApprox.Certificates.Direction;
using IsoApprox.Certificates.Gram;
using IsoApprox.Embeddings;
using IsoApprox.Sets;
using IsoApprox.Tests.Oracles;

namespace IsoApprox.Tests.Certificates.Direction;

/// <summary>
/// A leaf with random multipliers never proves more than what a member attains whose differences lie in the cells: whatever the
/// multipliers, margins included.
/// </summary>
public class DirectionLeafTests
{
    private const int Seeds = 4000;

    [Fact]
    public void Random_leaves_prove_no_more_than_a_member_attains()
    {
        var (positive, strong, withMargin, withSlopes) = (0, 0, 0, 0);
        for (var seed = 0; seed < Seeds; seed++)
        {
            var random = new Random(seed);
            var f = RandomMembers.Points(random);
            var g = RandomMembers.Member(random, f, IdealSet.TripletSeparated(), extra: 0)!;
            var margin = random.Next(3) == 0 ? 0.9 * Slack(g) : 0;
            if (f.ClassCount < 2 || !TripletSeparation.IsSatisfied(g, margin))
            {
                continue;
            }

            var problem = Problem.TripletSeparated(f, NearestMetric.HausdorffLike, margin, f.Dimension);
            var path = Path(random, f, g);
            var value = Enumerable.Range(0, f.Count).Max(i => EnclosedDistance.Distance(f[i], g[i]).Upper);
            var level = value * Math.Pow(4, random.NextDouble() - 0.5);
            if (!(level > 0))
            {
                continue;
            }

            var leaf = Leaf(random, f, path) with { Slopes = Slopes(random, problem, g) };
            var bound = DirectionCertificate.LeafBound(problem, f.Dimension, level, leaf, path);
            if (double.IsNaN(bound))
            {
                continue;
            }

            // With a margin and no slopes the terms use r <= level.
            var usesLevel = margin > 0 && leaf.Slopes.Length == 0;
            Assert.True(value >= Math.Min(bound, usesLevel ? level : double.PositiveInfinity) * (1 - 1e-12),
                $"seed {seed}: {bound:R} is proved, {value:R} attained");
            positive++;
            strong += bound > 0.5 * value ? 1 : 0;
            withMargin += margin > 0 ? 1 : 0;
            withSlopes += leaf.Slopes.Length > 0 ? 1 : 0;
        }

        Assert.True(positive > 100 && withMargin > 40 && withSlopes > 20,
            $"{positive} positive bounds, {strong} above half the value, {withMargin} with a margin, {withSlopes} with slopes");
    }

    [Fact]
    public void A_leaf_without_cones_is_a_Gram_certificate()
    {
        var (compared, withSlopes) = (0, 0);
        for (var seed = 0; seed < 6000; seed++)
        {
            var random = new Random(seed);
            var problem = RandomInstances.Any(random);
            var gram = RandomInstances.Certificate(random, problem);
            if (problem.Metric != NearestMetric.HausdorffLike
                || (problem.Margin > 0 && gram.Slopes.Length != problem.Points.Coordinates.Length))
            {
                continue; // without slopes the two estimates of the margin are not the same
            }

            var verdict = gram.Check(problem);
            if (!verdict.Accepted || !(verdict.Lower > 0))
            {
                continue;
            }

            var fixedDimension = Problem.TripletSeparated(
                problem.Points, NearestMetric.HausdorffLike, problem.Margin, problem.Points.Dimension);
            var leaf = new DirectionLeaf
            {
                Rows = [.. Enumerable.Range(0, problem.Points.Count)],
                Weights = gram.Mu,
                Comparisons = [.. Pairs(gram.Lambda.Pairs), .. Pairs(gram.Nu.Pairs)],
                Slopes = gram.Slopes,
            };
            var bound = DirectionCertificate.LeafBound(fixedDimension, problem.Points.Dimension, verdict.Lower, leaf, []);
            if (!double.IsNaN(bound))
            {
                Assert.Equal(verdict.Lower, bound, 1e-9 * verdict.Lower);
                compared++;
                withSlopes += gram.Slopes.Length > 0 ? 1 : 0;
            }
        }

        Assert.True(compared > 20 && withSlopes > 5, $"{compared} compared, {withSlopes} with slopes");

        static IEnumerable<ComparisonMultiplier> Pairs(PairMultipliers pairs) =>
            Enumerable.Range(0, pairs.Count).Where(e => pairs.First[e] != pairs.Second[e])
                .Select(e => new ComparisonMultiplier(pairs.First[e], pairs.Second[e], pairs.Values[e]));
    }

    [Fact]
    public void Malformed_leaves_prove_nothing()
    {
        var f = Embedding.Create([1, 0, -1, 0, 0, 1, 0, -1], 2, [0, 0, 1, 1]);
        var problem = Problem.TripletSeparated(f, NearestMetric.HausdorffLike, 0, 2);
        var cell = DirectionCell.WholeFace(0, 2).Split(0, 0.4)!.Value.Below.Split(0, 0.3)!.Value.Above;
        AcuteCone?[] path = [AcuteCone.Of(new DirectionSubject(0, 1), cell)];
        var good = new DirectionLeaf
        {
            Rows = [0, 1, 2],
            Weights = [1, 1, 1],
            Cones = [new ConeMultiplier(0, ConeTermKind.FirstAnchor, 0, 1, [0.5, 0, 0]),
                new ConeMultiplier(0, ConeTermKind.Cross, 1, 2, [0.1, 0, 0.1])],
            Lines = [new LineMultiplier(0, ConeTermKind.FirstAnchor, 2, 1)],
        };
        Assert.True(DirectionCertificate.LeafBound(problem, 2, 1, good, path) > 0);
        DirectionLeaf[] bad =
        [
            good with { Rows = [0, 1, 1] }, good with { Rows = [0, 1, 4] }, good with { Rows = [0, 1] }, good with { Rows = [] },
                good with { Rows = null! },
            good with { Weights = [1, -1, 1] }, good with { Weights = [1, double.NaN, 1] }, good with { Weights = null! },
                good with { Weights = [0, 0, 0] },
            good with { Lines = [] }, good with { Lines = [new LineMultiplier(0, ConeTermKind.FirstAnchor, 1, 1)] },
                good with { Lines = null! },
            good with { Lines = [new LineMultiplier(0, ConeTermKind.FirstAnchor, 2, 0)] },
                good with { Lines = [new LineMultiplier(0, ConeTermKind.FirstAnchor, 3, 1)] },
            good with { Cones = [new ConeMultiplier(1, ConeTermKind.Cross, 1, 2, [0.1, 0, 0.1])] },
            good with { Cones = [new ConeMultiplier(-1, ConeTermKind.Cross, 1, 2, [0.1, 0, 0.1])] },
            good with { Cones = [new ConeMultiplier(0, ConeTermKind.Cross, 2, 1, [0.1, 0, 0.1])] },
            good with { Cones = [new ConeMultiplier(0, ConeTermKind.Cross, 0, 1, [0.1, 0, 0.1])] },
            good with { Cones = [new ConeMultiplier(0, ConeTermKind.SecondAnchor, 0, 1, [0.1, 0, 0.1])] },
            good with { Cones = [new ConeMultiplier(0, ConeTermKind.FirstAnchor, 0, 2, [0.1, 0, 0.1])] },
            good with { Cones = [new ConeMultiplier(0, (ConeTermKind)7, 0, 1, [0.1, 0, 0.1])] },
            good with { Cones = [new ConeMultiplier(0, ConeTermKind.Cross, 1, 2, [0.1, 0])] },
            good with { Cones = [new ConeMultiplier(0, ConeTermKind.Cross, 1, 2, [0.1, 0, double.PositiveInfinity])] },
            good with { Cones = [new ConeMultiplier(0, ConeTermKind.Cross, 1, 2, null!)] }, good with { Cones = null! },
            good with { Comparisons = [new ComparisonMultiplier(0, 0, 1)] },
                good with { Comparisons = [new ComparisonMultiplier(0, 3, 1)] },
            good with { Comparisons = [new ComparisonMultiplier(0, 1, -1)] }, good with { Comparisons = null! },
            good with { Slopes = [0, 0, 0, 0, 0, 0] }, good with { Slopes = null! },
        ];
        Assert.All(bad, leaf => Assert.Equal(double.NaN, DirectionCertificate.LeafBound(problem, 2, 1, leaf, path)));
        var apart = Problem.TripletSeparated(f, NearestMetric.HausdorffLike, 0.1, 2);
        double[][] slopes = [[0, 0, 0, 0, 0], [0, 0, 0], [0, 0, double.NaN, 0, 0, 0], [0, 0, 0, 0, 0, 0, 0, 0], null!];
        Assert.True(DirectionCertificate.LeafBound(apart, 2, 1, good with { Slopes = [0, 0, 0, 0, 0, 0] }, path) > 0);
        Assert.All(slopes, h =>
            Assert.Equal(double.NaN, DirectionCertificate.LeafBound(apart, 2, 1, good with { Slopes = h }, path)));
        Assert.Equal(double.NaN, DirectionCertificate.LeafBound(problem, 2, 1, null!, path));
    }

    /// <summary>
    /// With a margin, mostly: the points or the member, up or down in scale, with or without noise. The member's own slopes prove most.
    /// </summary>
    private static double[] Slopes(Random random, Problem problem, Embedding g)
    {
        if (problem.Margin == 0 || random.Next(4) == 0)
        {
            return [];
        }

        var from = (random.Next(2) == 0 ? problem.Points : g).Coordinates.ToArray();
        var (scale, noise) = (Math.Pow(10, random.Next(-2, 9)), random.Next(3) == 0 ? random.NextDouble() : 0);
        return Array.ConvertAll(from, x => scale * (x + (noise * (random.NextDouble() - 0.5))));
    }

    /// <summary>Cells of the directions that the differences of g have, for a few families of the two classes with most points.</summary>
    private static List<AcuteCone> Path(Random random, Embedding f, Embedding g)
    {
        var path = new List<AcuteCone>();
        for (var e = random.Next(4); e > 0; e--)
        {
            var (i, k) = (random.Next(f.Count), random.Next(f.Count));
            if (f.Classes[i] >= f.Classes[k])
            {
                continue;
            }

            var subject = new DirectionSubject(random.Next(2) == 0 ? f.Classes[i] : -1 - i, random.Next(2) == 0 ? f.Classes[k] : -1 - k);
            var u = DirectionSamples.Direction(g, DirectionSubject.Members(subject.First, f),
                DirectionSubject.Members(subject.Second, f)) ?? DirectionSamples.Unit(random, f.Dimension);
            var cell = DirectionSamples.CellOf(u, random, splits: 3 + random.Next(6));
            if (AcuteCone.Of(subject, cell) is { } cone && HoldsAll(g, f, subject, cone))
            {
                path.Add(cone);
            }
        }

        return path;
    }

    /// <summary>The direction is known to a few digits only: without this the member might lie outside by that much.</summary>
    private static bool HoldsAll(Embedding g, Embedding f, DirectionSubject subject, AcuteCone cone) =>
        DirectionSubject.Members(subject.First, f).All(i => DirectionSubject.Members(subject.Second, f).All(k =>
        {
            var x = DirectionSamples.Difference(g, i, k);
            return Math.Sqrt(DirectionSamples.Dot(x, x)) <= cone.Slope * DirectionSamples.Dot(cone.Axis, x);
        }));

    private static DirectionLeaf Leaf(Random random, Embedding f, List<AcuteCone> path)
    {
        var size = Math.Pow(10, -2 * random.NextDouble());
        var (comparisons, cones, lines) = (new List<ComparisonMultiplier>(), new List<ConeMultiplier>(), new List<LineMultiplier>());
        for (var e = random.Next(6); e > 0; e--)
        {
            var (i, j, k) = (random.Next(f.Count), random.Next(f.Count), random.Next(f.Count));
            if (i != j && f.Classes[i] == f.Classes[j] && f.Classes[i] != f.Classes[k])
            {
                var w = size * random.NextDouble() / f.Count;
                comparisons.Add(new ComparisonMultiplier(i, j, w * (random.Next(3) == 0 ? 2 * random.NextDouble() : 1)));
                comparisons.Add(new ComparisonMultiplier(i, k, w));
            }
        }

        for (var number = 0; number < path.Count; number++)
        {
            var (first, second) =
                (DirectionSubject.Members(path[number].Subject.First, f), DirectionSubject.Members(path[number].Subject.Second, f));
            for (var e = random.Next(5); e > 0; e--)
            {
                var (kind, i, k, anchor, other) = Violated(random, f, path[number], first, second);

                // Along the difference in f, where the inequality is violated most, or anywhere.
                var along = DirectionSamples.Difference(f, anchor, other);
                var length = Math.Sqrt(DirectionSamples.Dot(along, along));
                var unit = length > 0 && random.Next(4) > 0 ? Array.ConvertAll(along, x => x / length)
                    : DirectionSamples.Unit(random, f.Dimension);
                var amount = size * random.NextDouble();
                var kappa = Array.ConvertAll(unit, x => amount * x);
                cones.Add(new ConeMultiplier(
                    number, kind, anchor, other, [.. kappa, random.Next(3) == 0 ? size * random.NextDouble() : 0]));
                if (kind != ConeTermKind.Cross)
                {
                    lines.Add(new LineMultiplier(number, kind, kind == ConeTermKind.FirstAnchor ? k : i, random.NextDouble()));
                }
            }
        }

        return new DirectionLeaf
        {
            Rows = [.. Enumerable.Range(0, f.Count)],
            Weights = [.. Enumerable.Range(0, f.Count).Select(_ => (0.05 + random.NextDouble()) / f.Count)],
            Comparisons = [.. comparisons],
            Cones = [.. cones],
            Lines = [.. lines],
        };
    }

    /// <summary>Of several inequalities of a cone the one that f violates most.</summary>
    private static (ConeTermKind Kind, int I, int K, int Anchor, int Other) Violated(
        Random random, Embedding f, AcuteCone cone, int[] first, int[] second)
    {
        var (best, most) = (default((ConeTermKind, int, int, int, int)), double.NegativeInfinity);
        for (var attempt = 0; attempt < 8; attempt++)
        {
            var (i, k) = (first[random.Next(first.Length)], second[random.Next(second.Length)]);
            var kind = (ConeTermKind)random.Next(3);
            var anchor = kind == ConeTermKind.SecondAnchor ? k : i;
            var mates = f.Members(f.Classes[anchor]);
            var other = kind == ConeTermKind.Cross ? k : mates[random.Next(mates.Length)];
            var violation = PairwiseDistances.Distance(f[anchor], f[other])
                - (cone.Slope * DirectionSamples.Dot(cone.Axis, DirectionSamples.Difference(f, i, k)));
            if (violation > most)
            {
                (best, most) = ((kind, i, k, anchor, other), violation);
            }
        }

        return best;
    }

    /// <summary>The largest margin with which g is separated, about.</summary>
    private static double Slack(Embedding g)
    {
        var slack = double.PositiveInfinity;
        for (var i = 0; i < g.Count; i++)
        {
            var (far, near) = (0.0, double.PositiveInfinity);
            for (var j = 0; j < g.Count; j++)
            {
                var distance = PairwiseDistances.Distance(g[i], g[j]);
                (far, near) = g.Classes[i] == g.Classes[j] ? (Math.Max(far, distance), near) : (far, Math.Min(near, distance));
            }

            slack = Math.Min(slack, near - far);
        }

        return double.IsFinite(slack) ? Math.Max(0, slack) : 0;
    }
}
