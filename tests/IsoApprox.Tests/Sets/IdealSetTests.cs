using IsoApprox.Arithmetic;
using IsoApprox.Embeddings;
using IsoApprox.Sets;
using IsoApprox.Tests.Oracles;

namespace IsoApprox.Tests.Sets;

/// <summary>Exact membership: ties, neighbours of ties, and agreement of the ladder of classes with F_TS.</summary>
public class IdealSetTests
{
    [Fact]
    public void The_ladder_of_the_classes_is_the_triplet_separated_set()
    {
        var members = 0;
        for (var seed = 0; seed < 3000; seed++)
        {
            var random = new Random(seed);
            var f = RandomMembers.Points(random, 6);
            var expected = TripletSeparation.IsSatisfied(f);
            members += expected ? 1 : 0;
            Assert.Equal(expected, IdealSet.Ladder(SimilarityLevels.OfClasses(f.ClassCount)).Contains(f));
        }

        Assert.InRange(members, 200, 2800);
    }

    [Fact]
    public void Ladder_ties_are_decided_exactly()
    {
        // 3-4-5 triangles: |g_0 - g_1| = |g_0 - g_2| = 5 exactly; levels 1 and 2.
        var levels = SimilarityLevels.FromTable(new[,] { { 0, 1, 2 }, { 1, 0, 1 }, { 2, 1, 0 } });
        Embedding Points(double x) => Embedding.Create([0, 0, x, 4, 5, 0], 2, [0, 1, 2]);
        Assert.True(IdealSet.Ladder(levels).Contains(Points(3)));
        Assert.False(IdealSet.Ladder(levels).Contains(Points(Math.BitIncrement(3))));
        Assert.True(IdealSet.Ladder(levels).Contains(Points(Math.BitDecrement(3))));
    }

    [Theory]
    [InlineData(5.0, 1.0, true)]
    [InlineData(4.9999999999999991, 1.0, false)]
    public void Thresholds_are_decided_exactly(double within, double beyond, bool expected)
    {
        Assert.Equal(expected, IdealSet.Contrastive(within, beyond).Contains(Embedding.Create([0, 0, 3, 4], 2, [0, 0])));
        Assert.Equal(expected, IdealSet.Contrastive(0, 5).Contains(Embedding.Create([0, 0, within, 0], 2, [0, 1])));
    }

    [Theory]
    [InlineData(0.3)]
    [InlineData(1.0)]
    [InlineData(1.5)]
    [InlineData(2.0)]
    public void Sphere_ties_are_decided_exactly_for_the_radial_projection(double angle)
    {
        // From the anchor (1, 0) the rows (c, s) of its class and (c, -s) of the other are equally far, whatever the rounding of their
        // norms.
        var (s, c) = Math.SinCos(angle);
        bool IsMember(double x) => IdealSet.Sphere().Contains(Embedding.Create([1, 0, c, s, x, -s], 2, [0, 0, 1]));
        Assert.True(IsMember(c));
        Assert.False(IsMember(Math.BitIncrement(c)));
        Assert.True(IsMember(Math.BitDecrement(c)));
    }

    [Fact]
    public void Margins_are_taken_exactly_in_every_set()
    {
        var levels = SimilarityLevels.FromTable(new[,] { { 0, 1, 2 }, { 1, 0, 1 }, { 2, 1, 0 } });
        var line = Embedding.Create([0, 4, 5, 13.0], 1, [0, 0, 1, 2]);
        Assert.Equal(new Interval(4, 4), IdealSet.TripletSeparated(1).Violations(line)[0].Amount);
        Assert.Equal([1, 0, 2], IdealSet.TripletSeparated(1).Violations(line)[0].Rows);
        var pair = Embedding.Create([0, 4, 5, -5.0], 1, [0, 1, 2, 2]);
        Assert.True(IdealSet.Ladder(levels, 1).Violations(pair)[0].Amount.Upper > 0);
        var apart = Embedding.Create([0, 3.0], 1, [0, 1]);
        Assert.True(IdealSet.Ladder(SimilarityLevels.OfClasses(2), 3).Contains(apart) && IdealSet.TripletSeparated(3).Contains(apart));
        Assert.False(IdealSet.Ladder(SimilarityLevels.OfClasses(2), Math.BitIncrement(3)).Contains(apart));
        var opposite = Embedding.Create([0.6, 0.8, -0.6, -0.8], 2, [0, 1]);
        Assert.True(IdealSet.Sphere(2).Contains(opposite));
        Assert.False(IdealSet.Sphere(Math.BitIncrement(2)).Contains(opposite));
        Assert.Throws<ArgumentOutOfRangeException>(() => IdealSet.Sphere(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => IdealSet.TripletSeparated().AtLeastApart(double.NaN));
    }

    [Fact]
    public void Floors_are_decided_exactly()
    {
        var f = Embedding.Create([0, 0, 3, 4, 0, 0], 2, [0, 1, 0]);
        Assert.True(IdealSet.TripletSeparated().AtLeastApart(5).AtLeastWide(5).Contains(f));
        Assert.False(IdealSet.TripletSeparated().AtLeastApart(Math.BitIncrement(5)).Contains(f));
        Assert.False(IdealSet.TripletSeparated().AtLeastWide(Math.BitIncrement(5)).Contains(f));
        var violations = IdealSet.TripletSeparated().AtLeastApart(6).AtLeastWide(7).Violations(f);
        Assert.Equal([SetDemand.Comparison, SetDemand.Beyond, SetDemand.Diameter], violations.Select(v => v.Demand));
        Assert.Equal([-5, 1, 2], violations.Select(v => v.Amount.Lower));
        Assert.All(violations, v => Assert.True(v.Amount.IsPoint));
        Assert.Equal([0, 1], violations[1].Rows);
    }

    [Fact]
    public void The_worst_norm_and_the_worst_pairs_are_exact()
    {
        var f = Embedding.Create([1, 0, 0.6, 0.8, 0, 1.25], 2, [0, 0, 1]);
        var norm = IdealSet.Sphere().Violations(f).Single(v => v.Demand == SetDemand.Norm);
        Assert.Equal((new Interval(0.25, 0.25), 2), (norm.Amount, norm.Rows[0]));
        var pairs = IdealSet.Contrastive(0.25, 2).Violations(f);
        Assert.Equal([SetDemand.Within, SetDemand.Beyond], pairs.Select(v => v.Demand));
        Assert.True(pairs[0].Amount.Contains(Math.Sqrt(0.8) - 0.25) && pairs[0].Amount.Width < 1e-15);
        Assert.Equal([1, 2], pairs[1].Rows);
    }

    [Fact]
    public void Many_classes_need_no_table_of_levels()
    {
        var f = Embedding.Create([.. Enumerable.Range(0, 70_000).Select(i => (double)i)], 1, [.. Enumerable.Range(0, 70_000)]);
        Assert.True(IdealSet.TripletSeparated(1).LevelsFor(f).Count == 2);
    }

    [Fact]
    public void Rows_off_the_sphere_are_no_members()
    {
        Assert.True(IdealSet.Sphere().Contains(Embedding.Create([0.6, 0.8, 0, 1], 2, [0, 1])));
        Assert.False(IdealSet.Sphere().Contains(Embedding.Create([2, 0, 0, 1], 2, [0, 1])));
        Assert.False(IdealSet.Sphere().Contains(Embedding.Create([0, 0, 0, 1], 2, [0, 1])));
    }

    [Fact]
    public void Groups_become_levels()
    {
        var f = Embedding.Create([0, 1, 2, 3, 4.0], 1, ["cat", "dog", "oak", "cat", "elm"]);
        var plain = SimilarityLevels.FromGroups(f, ["animal", "animal", "tree", "animal", "tree"]);
        Assert.Equal((3, 0, 1, 2), (plain.Count, plain[0, 0], plain[0, 1], plain[0, 3]));
        var paths = SimilarityLevels.FromGroups(f, ["animal/pet/small", "animal/pet/large", "plant", "animal/pet/small", "plant"]);
        Assert.Equal((2, 4, 1), (paths[0, 1], paths[0, 2], paths[2, 3]));
        Refuses(["a", "b", "c", "d", "e"], "class 'cat'");
        Refuses(["a", "b", "c", "a"], "4 groups");
        Refuses(["a", " ", "c", "a", "c"], "blank");
        Assert.Throws<EmbeddingException>(() => SimilarityLevels.FromTable(new[,] { { 0, 0 }, { 1, 0 } }));
        Assert.Throws<EmbeddingException>(() => IdealSet.Contrastive(-1, 2));
        Assert.Throws<EmbeddingException>(() => IdealSet.Ladder(SimilarityLevels.OfClasses(2)).Contains(f));

        void Refuses(string[] groups, string text) =>
            Assert.Contains(
                text, Assert.Throws<EmbeddingException>(() => SimilarityLevels.FromGroups(f, groups)).Message, StringComparison.Ordinal);
    }
}
