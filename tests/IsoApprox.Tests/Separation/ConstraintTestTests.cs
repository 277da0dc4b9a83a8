using IsoApprox.Embeddings;
using IsoApprox.Separation;
using IsoApprox.Tests.Oracles;

namespace IsoApprox.Tests.Separation;

/// <summary>Exact membership: ties, neighbours of ties, and agreement of the ladder of classes with F_TS.</summary>
public class ConstraintTestTests
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
            Assert.Equal(expected, ConstraintTest.IsSatisfied(f, ConstraintSet.Ladder(SimilarityLevels.OfClasses(f.ClassCount))));
        }

        Assert.InRange(members, 200, 2800);
    }

    [Fact]
    public void Ladder_ties_are_decided_exactly()
    {
        // 3-4-5 triangles: |g_0 - g_1| = |g_0 - g_2| = 5 exactly; levels 1 and 2.
        var levels = SimilarityLevels.FromTable(new[,] { { 0, 1, 2 }, { 1, 0, 1 }, { 2, 1, 0 } });
        Embedding Points(double x) => Embedding.Create([0, 0, x, 4, 5, 0], 2, [0, 1, 2]);
        Assert.True(ConstraintTest.IsSatisfied(Points(3), ConstraintSet.Ladder(levels)));
        Assert.False(ConstraintTest.IsSatisfied(Points(Math.BitIncrement(3)), ConstraintSet.Ladder(levels)));
        Assert.True(ConstraintTest.IsSatisfied(Points(Math.BitDecrement(3)), ConstraintSet.Ladder(levels)));
    }

    [Theory]
    [InlineData(5.0, 1.0, true)]
    [InlineData(4.9999999999999991, 1.0, false)]
    public void Thresholds_are_decided_exactly(double within, double beyond, bool expected)
    {
        Assert.Equal(
            expected, ConstraintTest.IsSatisfied(Embedding.Create([0, 0, 3, 4], 2, [0, 0]), ConstraintSet.Contrastive(within, beyond)));
        Assert.Equal(expected, ConstraintTest.IsSatisfied(Embedding.Create([0, 0, within, 0], 2, [0, 1]), ConstraintSet.Contrastive(0, 5)));
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
        bool IsMember(double x) => ConstraintTest.IsSatisfied(Embedding.Create([1, 0, c, s, x, -s], 2, [0, 0, 1]), ConstraintSet.Sphere);
        Assert.True(IsMember(c));
        Assert.False(IsMember(Math.BitIncrement(c)));
        Assert.True(IsMember(Math.BitDecrement(c)));
    }

    [Fact]
    public void Rows_off_the_sphere_are_no_members()
    {
        Assert.True(ConstraintTest.IsSatisfied(Embedding.Create([0.6, 0.8, 0, 1], 2, [0, 1]), ConstraintSet.Sphere));
        Assert.False(ConstraintTest.IsSatisfied(Embedding.Create([2, 0, 0, 1], 2, [0, 1]), ConstraintSet.Sphere));
        Assert.False(ConstraintTest.IsSatisfied(Embedding.Create([0, 0, 0, 1], 2, [0, 1]), ConstraintSet.Sphere));
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
        Assert.Throws<EmbeddingException>(() => ConstraintSet.Contrastive(-1, 2));
        Assert.Throws<EmbeddingException>(() => ConstraintTest.IsSatisfied(f, ConstraintSet.Ladder(SimilarityLevels.OfClasses(2))));

        void Refuses(string[] groups, string text) =>
            Assert.Contains(
                text, Assert.Throws<EmbeddingException>(() => SimilarityLevels.FromGroups(f, groups)).Message, StringComparison.Ordinal);
    }
}
