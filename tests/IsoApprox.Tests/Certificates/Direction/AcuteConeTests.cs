using IsoApprox.Certificates.Direction;
using IsoApprox.Embeddings;
using IsoApprox.Sets;
using IsoApprox.Tests.Oracles;

namespace IsoApprox.Tests.Certificates.Direction;

/// <summary>The geometry of direction cells against random directions and random Triplet-Separated embeddings.</summary>
public class AcuteConeTests
{
    private static readonly DirectionSubject[] Families = [new(0, 1), new(-1, 1), new(0, -2), new(-1, -2)];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Cells_that_come_from_splits_cover_all_directions(int n)
    {
        var random = new Random(n);
        for (var trial = 0; trial < 200; trial++)
        {
            var u = DirectionSamples.Unit(random, n);
            var cell = DirectionSamples.CellOf(u, random, splits: random.Next(12));
            var face = u[cell.Face >> 1] * ((cell.Face & 1) == 0 ? 1 : -1);
            for (int k = 0, c = 0; k < n; k++)
            {
                if (k != cell.Face >> 1)
                {
                    Assert.InRange(u[k] / face, cell.Lower[c] - 1e-12, cell.Upper[c] + 1e-12);
                    c++;
                }
            }
        }
    }

    [Fact]
    public void A_split_outside_the_cell_is_refused()
    {
        var cell = DirectionCell.WholeFace(0, 3);
        Assert.Null(cell.Split(0, 1));
        Assert.Null(cell.Split(0, -1));
        Assert.Null(cell.Split(2, 0));
        Assert.Null(cell.Split(-1, 0));
        Assert.Null(cell.Split(0, double.NaN));
        Assert.NotNull(cell.Split(1, 0.5));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void A_cone_holds_every_difference_whose_direction_is_in_the_cell(int n)
    {
        var (random, cones) = (new Random(10 + n), 0);
        for (var trial = 0; trial < 400; trial++)
        {
            var u = DirectionSamples.Unit(random, n);
            var family = Families[random.Next(Families.Length)];
            if (AcuteCone.Of(family, DirectionSamples.CellOf(u, random, splits: 4 + random.Next(12))) is not { } cone)
            {
                continue;
            }

            // x at the largest angle that the family allows: cos = b.
            var b = Math.Sqrt(family.SquaredCosine(n).Lower);
            var side = DirectionSamples.Unit(random, n);
            var along = DirectionSamples.Dot(side, u);
            var across = side.Select((y, k) => y - (along * u[k])).ToArray();
            var length = Math.Sqrt(DirectionSamples.Dot(across, across));
            var x = u.Select((y, k) => (b * y) + (length > 1e-9 ? Math.Sqrt(1 - (b * b)) * across[k] / length : 0)).ToArray();
            Assert.True(Math.Sqrt(DirectionSamples.Dot(x, x)) <= (cone.Slope * DirectionSamples.Dot(cone.Axis, x)) + 1e-12);
            cones++;
        }

        Assert.True(cones > 100, "few cones");
    }

    [Fact]
    public void A_narrow_cell_costs_next_to_nothing()
    {
        var cell = DirectionCell.WholeFace(0, 2);
        for (var k = 0; k < 40; k++)
        {
            cell = cell.Split(0, 0.5 * (cell.Lower[0] + cell.Upper[0]))!.Value.Above;
        }

        var cone = AcuteCone.Of(new DirectionSubject(0, 1), cell)!;
        Assert.InRange(cone.Slope * Math.Sqrt(DirectionSamples.Dot(cone.Axis, cone.Axis.ToArray())), Math.Sqrt(2), Math.Sqrt(2) + 1e-4);
    }

    [Fact]
    public void A_whole_face_is_no_cone_for_two_classes_in_the_plane() =>
        Assert.Null(AcuteCone.Of(new DirectionSubject(0, 1), DirectionCell.WholeFace(2, 2)));

    [Fact]
    public void Differences_of_random_members_have_the_angles_that_are_claimed()
    {
        var (random, pairs) = (new Random(3), 0);
        for (var trial = 0; trial < 300; trial++)
        {
            var f = RandomMembers.Points(random);
            var g = RandomMembers.Member(random, f, IdealSet.TripletSeparated(), extra: 0)!;
            for (var e = 0; e < 300; e++)
            {
                var (i, j, k, l) = (random.Next(g.Count), random.Next(g.Count), random.Next(g.Count), random.Next(g.Count));
                if (g.Classes[i] == g.Classes[j] && g.Classes[k] == g.Classes[l] && g.Classes[i] != g.Classes[k])
                {
                    var (x, y) = (DirectionSamples.Difference(g, i, k), DirectionSamples.Difference(g, j, l));
                    var (product, lengths) =
                        (DirectionSamples.Dot(x, y), Math.Sqrt(DirectionSamples.Dot(x, x) * DirectionSamples.Dot(y, y)));
                    Assert.True(product >= -1e-12 * (1 + lengths));
                    Assert.True(k != l || product >= (0.5 * lengths) - (1e-12 * (1 + lengths)));
                    pairs++;
                }
            }
        }

        Assert.True(pairs > 500, "few pairs");
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Empty_cells_hold_no_direction_of_a_family_inside_the_cone(int n)
    {
        var (random, empty) = (new Random(20 + n), 0);
        for (var trial = 0; trial < 3000; trial++)
        {
            var outer = DirectionSamples.Unit(random, n);
            if (AcuteCone.Of(new DirectionSubject(0, 1), DirectionSamples.CellOf(outer, random, splits: 12)) is not { } cone)
            {
                continue;
            }

            // Two points: u is the direction of their difference, anywhere in the cone.
            var x = DirectionSamples.Unit(random, n);
            if (Math.Sqrt(DirectionSamples.Dot(x, x)) <= cone.Slope * DirectionSamples.Dot(cone.Axis, x))
            {
                Assert.False(AcuteCone
                    .AreDisjoint(cone, new DirectionSubject(-1, -2), DirectionSamples.CellOf(x, random, splits: random.Next(10))));
            }
            else
            {
                empty += AcuteCone.AreDisjoint(cone, new DirectionSubject(-1, -2), DirectionSamples.CellOf(x, random, splits: 12)) ? 1 : 0;
            }
        }

        Assert.True(empty > 100, "few cells are empty");
    }

    [Fact]
    public void Families_know_their_parts()
    {
        var f = Embedding.Create([0, 1, 2, 3], 1, [0, 0, 1, 1]);
        Assert.True(new DirectionSubject(0, 1).Contains(new DirectionSubject(-1, 1), f));
        Assert.True(new DirectionSubject(0, 1).Contains(new DirectionSubject(-2, -4), f));
        Assert.False(new DirectionSubject(-1, 1).Contains(new DirectionSubject(-2, 1), f));
        Assert.False(new DirectionSubject(-1, 1).Contains(new DirectionSubject(0, 1), f));
        Assert.True(new DirectionSubject(-2, -3).IsValid(f));
        Assert.False(new DirectionSubject(1, 0).IsValid(f));
        Assert.False(new DirectionSubject(-3, -1).IsValid(f));
        Assert.False(new DirectionSubject(0, -5).IsValid(f));
        Assert.False(new DirectionSubject(0, int.MinValue).IsValid(f));
    }
}
