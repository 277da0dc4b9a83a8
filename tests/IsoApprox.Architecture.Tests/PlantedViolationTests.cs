using IsoApprox.Architecture.Tests.Planted.Left;
using IsoApprox.Architecture.Tests.Planted.Right;

namespace IsoApprox.Architecture.Tests;

/// <summary>
/// The rules themselves, on types that break them: a rule that finds nothing here would find nothing in the house either.
/// </summary>
public class PlantedViolationTests
{
    private static readonly string Left = typeof(Innocent).Namespace!;

    private static readonly string Right = typeof(Target).Namespace!;

    private static readonly IReadOnlyCollection<TypeReference> References = TypeReferences.Of(
        typeof(PlantedViolationTests).Assembly.GetTypes()
            .Where(type => RoomPlan.RoomOf(TypeReferences.Outermost(type)) is var room && (room == Left || room == Right)));

    public static TheoryData<string> PlantedTypes =>
        new(typeof(Innocent).Assembly.GetTypes().Where(type => type.Namespace == Left && !type.IsNested && type != typeof(Innocent))
            .Select(type => type.Name));

    [Theory]
    [MemberData(nameof(PlantedTypes))]
    public void Every_way_to_refer_to_a_type_is_seen(string planted) =>
        Assert.Contains(References, reference => reference.From.Name == planted && RoomPlan.RoomOf(reference.To) == Right);

    [Fact]
    public void A_type_that_refers_to_nothing_is_left_alone()
    {
        Assert.True(PlantedTypes.Count >= 20);
        Assert.DoesNotContain(References, reference => reference.From == typeof(Innocent) && RoomPlan.RoomOf(reference.To) == Right);
    }

    [Fact]
    public void References_to_the_right_are_a_violation_that_names_the_types()
    {
        var violation = Assert.Single(new RoomPlan([Left, Right]).Judge(References));
        Assert.StartsWith($"{Left} -> {Right} points to the right: ", violation, StringComparison.Ordinal);
        Assert.Contains("ByLambda uses TargetFactory", violation, StringComparison.Ordinal);
        Assert.Empty(new RoomPlan([Right, Left]).Judge(References));
    }

    [Fact]
    public void A_room_without_a_place_is_a_violation() =>
        Assert.Contains(
            new RoomPlan([Right]).Judge(References), line => line.StartsWith($"{Left} has no place", StringComparison.Ordinal));
}
