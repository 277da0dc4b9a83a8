using IsoApprox.Certificates.Branch;

namespace IsoApprox.Tests.Certificates;

/// <summary>Sectors of directions against their angles.</summary>
public class SectorTests
{
    private const int Samples = 60;

    [Fact]
    public void Common_parts_hold_what_both_hold()
    {
        for (var seed = 0; seed < 2000; seed++)
        {
            var random = new Random(seed);
            var (a, b) = (Draw(random, Math.PI), Draw(random, 2 * Math.PI));
            Assert.True(a.Sector.IsNarrow);
            Assert.Equal(b.Width < Math.PI, b.Sector.IsNarrow);
            var common = a.Sector.Common(b.Sector);
            for (var k = 0; k < Samples; k++)
            {
                var angle = 2 * Math.PI * k / Samples;
                var v = At(angle, 1 + random.NextDouble());
                Assert.Equal(Holds(a, angle), a.Sector.Contains(v));
                Assert.Equal(Holds(b, angle), b.Sector.Contains(v));
                if (Holds(a, angle) && Holds(b, angle))
                {
                    Assert.True(common is { IsNarrow: true } part && part.Contains(v), $"seed {seed}, sample {k}");
                }

                Assert.True(common?.Contains(v) != true || a.Sector.Contains(v), $"seed {seed}, sample {k}: outside");
                if (b.Sector.IsNarrow && common is { } both)
                {
                    Assert.Equal(Holds(a, angle) && Holds(b, angle), both.Contains(v));
                }
            }
        }
    }

    [Fact]
    public void The_hull_of_two_parts_holds_both()
    {
        for (var seed = 0; seed < 500; seed++)
        {
            var random = new Random(seed);
            var whole = Draw(random, Math.PI);
            var ends = Enumerable.Range(0, 4).Select(_ => At(whole.Start + (whole.Width * random.NextDouble()), 1)).ToArray();
            Sector Between(Plane p, Plane q) => Plane.Sign(p, q) > 0 ? Sector.Of(p, q) : Sector.Of(q, p);
            var hull = Sector.Hull(Between(ends[0], ends[1]), Between(ends[2], ends[3]));
            Assert.All(ends, v => Assert.True(hull.Contains(v)));
            Assert.True(whole.Sector.Contains(hull.Start) && whole.Sector.Contains(hull.End));
        }
    }

    /// <summary>Directions that rounding cannot tell apart are told apart.</summary>
    [Fact]
    public void The_sign_is_exact()
    {
        var v = new Plane(1, 1.0 / 3);
        Assert.Equal(1, Plane.Sign(v, new Plane(1, Math.BitIncrement(v.Y))));
        Assert.Equal(-1, Plane.Sign(v, new Plane(1, Math.BitDecrement(v.Y))));
        Assert.Equal(0, Plane.Sign(v, new Plane(2, 2 * v.Y)));
        Assert.Equal(0, Plane.Sign(v, -v));
    }

    private static (Sector Sector, double Start, double Width) Draw(Random random, double most)
    {
        var (start, width) = (2 * Math.PI * random.NextDouble(), most * random.NextDouble());
        return (Sector.Of(At(start, 1 + random.NextDouble()), At(start + width, 1 + random.NextDouble())), start, width);
    }

    private static Plane At(double angle, double length) => new(length * Math.Cos(angle), length * Math.Sin(angle));

    private static bool Holds((Sector Sector, double Start, double Width) s, double angle)
    {
        var from = (angle - s.Start) % (2 * Math.PI);
        return (from < 0 ? from + (2 * Math.PI) : from) <= s.Width;
    }
}
