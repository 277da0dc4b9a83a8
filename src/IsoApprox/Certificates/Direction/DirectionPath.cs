using IsoApprox.Embeddings;

namespace IsoApprox.Certificates.Direction;

/// <summary>The cones on the way from the root to a node, newest first.</summary>
/// <param name="parent">The way so far, or null.</param>
/// <param name="subject">The family of the newest cone.</param>
/// <param name="cell">Its cell.</param>
/// <param name="container">The element whose family contains this one and outside of whose cone cells are empty, or null.</param>
/// <param name="cone">The cone of family and cell; computed when it is null.</param>
internal sealed class DirectionPath(
    DirectionPath? parent, DirectionSubject subject, DirectionCell cell, DirectionPath? container, AcuteCone? cone = null)
{
    private readonly Lazy<AcuteCone?> _cone = new(() => cone ?? AcuteCone.Of(subject, cell));

    /// <summary>Number of the newest cone: 0, 1, ...</summary>
    internal int Number { get; } = parent is null ? 0 : parent.Number + 1;

    internal DirectionSubject Subject => subject;

    internal DirectionCell Cell => cell;

    internal AcuteCone? Cone => _cone.Value;

    /// <summary>The element with a number, or null.</summary>
    internal static DirectionPath? At(DirectionPath? path, int number)
    {
        while (path is not null && path.Number != number)
        {
            path = path.Parent;
        }

        return path;
    }

    internal DirectionPath? Parent => parent;

    /// <summary>True when the newest cell has certainly no direction in common with the cone of the container.</summary>
    internal bool IsEmpty => container?.Cone is { } cone && AcuteCone.AreDisjoint(cone, subject, cell);

    /// <summary>The children of a cover, or null when the container does not contain the family.</summary>
    internal static DirectionPath[]? Cover(DirectionPath? path, DirectionBranch branch, Embedding f, int dimension)
    {
        var container = branch.Cone < 0 ? null : At(path, branch.Cone);
        if (!branch.Subject.IsValid(f) || (branch.Cone >= 0 && (container is null || !container.Subject.Contains(branch.Subject, f))))
        {
            return null;
        }

        var children = new DirectionPath[2 * dimension];
        for (var face = 0; face < children.Length; face++)
        {
            children[face] = new DirectionPath(path, branch.Subject, DirectionCell.WholeFace(face, dimension), container);
        }

        return children;
    }

    /// <summary>The children of a split, or null when it is none.</summary>
    internal static DirectionPath[]? Split(DirectionPath? path, DirectionBranch branch) =>
        At(path, branch.Cone) is { } known && known.Cell.Split(branch.Coordinate, branch.Position) is { } parts
            ? [known.Narrowed(path, parts.Below), known.Narrowed(path, parts.Above)]
            : null;

    private DirectionPath Narrowed(DirectionPath? path, DirectionCell part) => new(path, subject, part, container);
}
