using IsoApprox.Studies.Paper;
using IsoApprox.Studies.Plotting;

namespace IsoApprox.Studies.Tests.Plotting;

public class GeometryTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void AlignmentUndoesARigidMotion(bool mirrored)
    {
        var random = new Random(1);
        var f = Random(random, 7);
        var (cos, sin) = (Math.Cos(2.1), Math.Sin(2.1));
        var x = f.X.Select((v, i) => 5 + (cos * v) - (sin * f.Y[i])).ToArray();
        var y = f.X.Select((v, i) => (mirrored ? -1 : 1) * ((sin * v) + (cos * f.Y[i]) - 3)).ToArray();
        var moved = PlanarAlignment.Align(f, PlanarPoints.FromCoordinates(x, y));
        Assert.All(Enumerable.Range(0, 7), i => Assert.Equal(0, f.Distance(i, moved, i), Tolerances.Geometry));
    }

    [Fact]
    public void AlignmentKeepsDistancesAndTakesDegenerateSets()
    {
        var random = new Random(2);
        var (f, g) = (Random(random, 6), Random(random, 6));
        var moved = PlanarAlignment.Align(f, g);
        for (var i = 0; i < 6; i++)
        {
            Assert.All(Enumerable.Range(0, 6), j => Assert.Equal(g.Distance(i, g, j), moved.Distance(i, moved, j), Tolerances.Geometry));
        }

        var point = PlanarPoints.FromCoordinates([3, 3, 3, 3, 3, 3], [1, 1, 1, 1, 1, 1]);
        Assert.All(PlanarAlignment.Align(f, point).X, v => Assert.Equal(f.X.Average(), v, Tolerances.Geometry));
    }

    [Theory]
    [InlineData(1e6)]
    [InlineData(1.0)]
    [InlineData(1e-9)]
    public void EllipseHoldsEveryPointAndTouchesOne(double scale)
    {
        var random = new Random(3);
        for (var trial = 0; trial < 50; trial++)
        {
            var points = Random(random, 3 + trial, scale);
            var ellipse = CoveringEllipse.Around(points);
            var (cos, sin) = (Math.Cos(ellipse.Angle), Math.Sin(ellipse.Angle));
            var largest = Enumerable.Range(0, points.Count).Max(i =>
            {
                var (a, b) = (points.X[i] - ellipse.X, points.Y[i] - ellipse.Y);
                return double.Hypot(((a * cos) + (b * sin)) / ellipse.Major, ((b * cos) - (a * sin)) / ellipse.Minor);
            });
            Assert.Equal(1, largest, Tolerances.Geometry);
            Assert.True(ellipse.Major >= ellipse.Minor);
        }
    }

    [Fact]
    public void EllipseOfALineIsFlatAndOfAPointIsAPoint()
    {
        var line = CoveringEllipse.Around(PlanarPoints.FromCoordinates([0, 1, 4], [0, 1, 4]));
        Assert.Equal(0, line.Minor);
        Assert.Equal(Math.PI / 4, line.Angle, Tolerances.Geometry);
        Assert.Equal(7 / 3.0 * Math.Sqrt(2), line.Major, Tolerances.Geometry);
        Assert.Equal(
            (2, 5, 0, 0),
            CoveringEllipse.Around(PlanarPoints.FromCoordinates([2, 2], [5, 5])) switch { var e => (e.X, e.Y, e.Major, e.Minor) });
    }

    private static PlanarPoints Random(Random random, int count, double scale = 1) => PlanarPoints.FromCoordinates(
        [.. Enumerable.Range(0, count).Select(_ => scale * random.NextDouble())],
        [.. Enumerable.Range(0, count).Select(_ => scale * random.NextDouble())]);
}
