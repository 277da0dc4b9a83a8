using IsoApprox.Studies.Plotting;

namespace IsoApprox.Studies.Tests.Plotting;

public class DiscUnionTests
{
    [Fact]
    public void TwoDiscsMeetAtTheirIntersections()
    {
        var arcs = DiscUnion.Boundary([new Disc(0, 0, 1), new Disc(1, 0, 1)]);
        Assert.Equal(2, arcs.Count);
        Assert.Equal(Math.PI / 3, arcs[0].Start, Tolerances.Geometry);
        Assert.All(arcs, arc => Assert.Equal(4 * Math.PI / 3, arc.Sweep, Tolerances.Geometry));
        Assert.Equal(4 * Math.PI / 3, arcs[1].Start, Tolerances.Geometry);
    }

    [Fact]
    public void InnerRepeatedAndPointDiscsAddNothing()
    {
        var outer = new Disc(0, 0, 2);
        var arc = Assert.Single(
            DiscUnion.Boundary([new Disc(0.5, 0, 1), outer, outer, new Disc(9, 9, 0), new Disc(1, 0, 1), new Disc(0, 0, 1)]));
        Assert.Equal(new DiscArc(outer, 0, 2 * Math.PI), arc);
        Assert.Empty(DiscUnion.Boundary([]));
        Assert.Empty(DiscUnion.Boundary([new Disc(1, 1, 0)]));
    }

    [Fact]
    public void DisjointAndTouchingDiscsAreWhole()
    {
        var arcs = DiscUnion.Boundary([new Disc(0, 0, 1), new Disc(2, 0, 1), new Disc(9, 0, 1)]);
        Assert.Equal(3, arcs.Count);
        Assert.All(arcs, arc => Assert.Equal(2 * Math.PI, arc.Sweep));
    }

    [Theory]
    [InlineData(1.0)]
    [InlineData(1e6)]
    [InlineData(1e-9)]
    public void ArcsAreExactlyThePartsThatNoOtherDiscCovers(double scale)
    {
        var random = new Random(5);
        for (var trial = 0; trial < 200; trial++)
        {
            var discs = Enumerable.Range(0, 1 + (trial % 9))
                .Select(_ => new Disc(scale * random.NextDouble(), scale * random.NextDouble(), scale * 0.6 * random.NextDouble()))
                .ToArray();
            var arcs = DiscUnion.Boundary(discs);
            foreach (var disc in discs)
            {
                for (var k = 0; k < 60; k++)
                {
                    var angle = 2 * Math.PI * random.NextDouble();
                    var (x, y) = (disc.X + (disc.Radius * Math.Cos(angle)), disc.Y + (disc.Radius * Math.Sin(angle)));
                    var depth = discs.Where(d => d != disc).Select(d => d.Radius - double.Hypot(x - d.X, y - d.Y))
                        .DefaultIfEmpty(double.NegativeInfinity).Max();
                    if (Math.Abs(depth) < 1e-6 * scale)
                    {
                        continue;
                    }

                    Assert.Equal(depth < 0, arcs.Any(arc => arc.Disc == disc && Holds(arc, angle)));
                }
            }
        }
    }

    private static bool Holds(DiscArc arc, double angle)
    {
        var turn = angle - arc.Start;
        turn -= 2 * Math.PI * Math.Floor(turn / (2 * Math.PI));
        return turn <= arc.Sweep;
    }
}
