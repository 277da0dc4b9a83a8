using IsoApprox.Solver.Thickness;

namespace IsoApprox.Solver.Tests.Thickness;

public class ThicknessSolverTests
{
    private static readonly ThicknessSettings Bounds = new() { Mode = ThicknessMode.Bounds };

    [Fact]
    public void ReferenceSets_BoundsModeEnclosesWithACheckedCertificate()
    {
        foreach (var set in ThicknessSets.References().Where(set => set.Dimension > 2))
        {
            var f = ThicknessSets.Create(set.Points, set.Dimension);
            var result = ThicknessSolver.Compute(f, Bounds);
            Assert.Equal(set.Theta, result.Upper, ThicknessTolerances.Reference * set.Theta);
            Assert.InRange(result.Lower, 0.5 * set.Theta, set.Theta);
            Assert.Equal(result.Lower, result.Certificate!.Check(f));
            Assert.Equal(result.Lower, ThicknessSolver.Certify(f)!.Check(f));
        }
    }

    [Fact]
    public void WorkLimit_LeavesAValidInterval()
    {
        var f = ThicknessSets.Gaussian(new Random(5), 40, 6);
        var full = ThicknessSolver.Compute(f);
        Assert.Equal("branch and bound", full.Method);
        foreach (var limit in new[] { 0, 1e5, 1e6, 1e7 })
        {
            var part = ThicknessSolver.Compute(f, new ThicknessSettings { WorkLimit = limit });
            Assert.InRange(part.Lower, 0.5 * full.Upper, full.Upper);
            Assert.True(part.Upper >= full.Lower);
        }

        var stopped = ThicknessSolver.Compute(f, new ThicknessSettings { TimeLimit = TimeSpan.Zero });
        Assert.InRange(stopped.Lower, 0.5 * full.Upper, full.Upper);
    }

    [Fact]
    public void LocalSearchStartedBadly_IsCorrectedByBranchAndBound()
    {
        // The thin direction of a long needle set is a narrow valley: started along the needle, the branch and bound must find it by
        // itself.
        var f = ThicknessSets.Move(ThicknessSets.Box([1, 2, 3, 4]), new Random(3), 0);
        var points = CentredPoints.Create(f);
        var result = WidthBranchAndBound.Solve(points, [1, 0, 0, 0], new ThicknessSettings(), CancellationToken.None);
        Assert.True(result.Finished);
        Assert.Equal(1, points.Width(result.Direction) * points.Scale, ThicknessTolerances.Reference);
        Assert.Equal(1, result.Lower * points.Scale, ThicknessTolerances.Reference);
    }

    [Fact]
    public void SameSeed_SameResult()
    {
        var f = ThicknessSets.Gaussian(new Random(2), 60, 7);
        var (first, second) = (ThicknessSolver.Compute(f, 5), ThicknessSolver.Compute(f, 5));
        Assert.Equal((first.Lower, first.Upper), (second.Lower, second.Upper));
        Assert.Equal(first.Direction, second.Direction);
    }

    [Fact]
    public void Cancelled_IntervalIsStillValid()
    {
        var f = ThicknessSets.Gaussian(new Random(2), 60, 6);
        var result = ThicknessSolver.Compute(f, 1, new CancellationToken(true));
        var full = ThicknessSolver.Compute(f);
        Assert.InRange(result.Lower, 0, full.Upper);
        Assert.True(result.Upper >= full.Upper);
    }
}
