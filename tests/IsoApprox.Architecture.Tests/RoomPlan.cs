namespace IsoApprox.Architecture.Tests;

/// <summary>A reference from one room to another.</summary>
/// <param name="From">The room that refers.</param>
/// <param name="To">The room that is referred to.</param>
internal readonly record struct RoomReference(string From, string To)
{
    public override string ToString() => $"{From} -> {To}";
}

/// <summary>
/// Rooms (namespaces) from left to right: a room may use itself and what stands to its left. References to the right are violations.
/// </summary>
/// <param name="Rooms">All rooms in order.</param>
internal sealed record RoomPlan(IReadOnlyList<string> Rooms)
{
    /// <summary>The room of a type: its namespace; a type without one belongs to its assembly's root.</summary>
    internal static string RoomOf(Type type) => type.Namespace ?? type.Assembly.GetName().Name!;

    /// <summary>What is wrong, one line each; empty when all is well.</summary>
    internal IEnumerable<string> Judge(IEnumerable<TypeReference> references)
    {
        var place = Rooms.Select((room, index) => (room, index)).ToDictionary(p => p.room, p => p.index);
        var between =
            references.Select(reference => (Rooms: new RoomReference(RoomOf(reference.From), RoomOf(reference.To)), Types: reference))
            .Where(p => p.Rooms.From != p.Rooms.To && place.ContainsKey(p.Rooms.To)).ToArray();
        foreach (var homeless in between.Select(p => p.Rooms.From).Where(room => !place.ContainsKey(room)).Distinct())
        {
            yield return $"{homeless} has no place in the plan";
        }

        var right = between.Where(p => place.TryGetValue(p.Rooms.From, out var from) && place[p.Rooms.To] > from)
            .ToLookup(p => p.Rooms, p => $"{p.Types.From.Name} uses {p.Types.To.Name}");
        foreach (var group in right)
        {
            yield return $"{group.Key} points to the right: {string.Join(", ", group.Order(StringComparer.Ordinal))}";
        }
    }
}
