using IsoApprox.Embeddings;
using IsoApprox.Measures;
using IsoApprox.Solver.Thickness;

namespace IsoApprox.Solver.Tests.Thickness;

public class ThicknessClosedFormTests
{
    /// <summary>Above this dimension bounds mode is tested: cubes and simplices have many optimal directions, which costs time.</summary>
    private const int LargestExact = 6;

    private static readonly ThicknessSettings Bounds = new() { Mode = ThicknessMode.Bounds };

    public static TheoryData<int> Dimensions => [2, 3, 4, 5, 6, 7, 8];

    [Theory]
    [MemberData(nameof(Dimensions))]
    public void Box_ThicknessIsShortestSide(int n)
    {
        var sides = Enumerable.Range(0, n).Select(k => 1.5 + (k * 7 % n)).ToArray();
        AssertEncloses(ThicknessSets.Box(sides), 1.5);
    }

    [Theory]
    [MemberData(nameof(Dimensions))]
    public void Cube_ThicknessIsOne(int n) => AssertEncloses(ThicknessSets.Box([.. Enumerable.Repeat(1.0, n)]), 1);

    [Theory]
    [MemberData(nameof(Dimensions))]
    public void Simplex_MatchesClosedForm(int n) => AssertEncloses(ThicknessSets.Simplex(n, 1.7), ThicknessSets.SimplexThickness(n, 1.7));

    [Theory]
    [MemberData(nameof(Dimensions))]
    public void CrossPolytope_MatchesClosedForm(int n)
    {
        var axes = Enumerable.Range(0, n).Select(k => 1 + (0.3 * k)).ToArray();
        AssertEncloses(ThicknessSets.CrossPolytope(axes), ThicknessSets.CrossPolytopeThickness(axes));
    }

    [Theory]
    [MemberData(nameof(Dimensions))]
    public void MovedAndScaled_ThicknessFollows(int n)
    {
        var f = ThicknessSets.Simplex(n, 1);
        var theta = ThicknessSets.SimplexThickness(n, 1);
        var moved = ThicknessSets.Move(f, new Random(n), 1e6);
        AssertEncloses(moved, theta, ThicknessTolerances.Offset);
        AssertEncloses(ThicknessSets.Map(f, x => Array.ConvertAll(x, a => a * 3e-120)), theta * 3e-120);
        AssertEncloses(ThicknessSets.Map(f, x => Array.ConvertAll(x, a => a * 3e120)), theta * 3e120);
    }

    [Fact]
    public void ReferenceSets_AreProvedToTheReferenceAccuracy()
    {
        foreach (var set in ThicknessSets.References())
        {
            var result = ThicknessSolver.Compute(ThicknessSets.Create(set.Points, set.Dimension));
            Assert.Equal(set.Theta, result.Upper, ThicknessTolerances.Reference * set.Theta);
            Assert.Equal(set.Theta, result.Lower, ThicknessTolerances.Reference * set.Theta);
        }
    }

    private static void AssertEncloses(Embedding f, double theta, double tolerance = ThicknessTolerances.ClosedForm)
    {
        var result = ThicknessSolver.Compute(f, f.Dimension <= LargestExact ? new ThicknessSettings() : Bounds);
        Assert.Equal(theta, result.Upper, tolerance * theta);
        var least = f.Dimension <= LargestExact ? 1 - ThicknessTolerances.Reference : 0.5;
        Assert.InRange(result.Lower, least * theta * (1 - tolerance), theta * (1 + tolerance));
        Assert.InRange(Width.Enclose(f, result.Direction).Upper, 0, result.Upper);
    }
}
