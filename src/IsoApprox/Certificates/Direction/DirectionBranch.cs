namespace IsoApprox.Certificates.Direction;

/// <summary>Kinds of <see cref="DirectionBranch"/>.</summary>
public enum DirectionBranchKind
{
    /// <summary>The next leaf of the list proves the level.</summary>
    Leaf,

    /// <summary>2n children: the direction of a family lies in one of the faces.</summary>
    Cover,

    /// <summary>Two children: the cell of a cone on the path is divided.</summary>
    Split,

    /// <summary>The newest cell has no direction in common with the cone that contains its family: no such embedding.</summary>
    Empty,
}

/// <summary>A node of the tree of a <see cref="DirectionCertificate"/>.</summary>
/// <param name="Kind">What happens here.</param>
/// <param name="Subject">Cover: the family.</param>
/// <param name="Cone">Split: number of the cone on the path. Cover: number of a cone of a family that contains this one, for empty cells;
/// -1 for none.</param>
/// <param name="Coordinate">Split: coordinate of the cell, 0 to n - 2.</param>
/// <param name="Position">Split: value of that coordinate, strictly inside the cell; first child below it.</param>
public readonly record struct DirectionBranch(DirectionBranchKind Kind, DirectionSubject Subject, int Cone, int Coordinate, double Position)
{
    /// <summary>A leaf.</summary>
    public static DirectionBranch Leaf => default;

    /// <summary>An empty cell.</summary>
    public static DirectionBranch Empty => new(DirectionBranchKind.Empty, default, -1, 0, 0);

    /// <summary>A cover.</summary>
    /// <param name="subject">The family.</param>
    /// <param name="container">Number of a cone of a family that contains it, or -1.</param>
    public static DirectionBranch Cover(DirectionSubject subject, int container = -1) =>
        new(DirectionBranchKind.Cover, subject, container, 0, 0);

    /// <summary>A split.</summary>
    /// <param name="cone">Number of the cone on the path.</param>
    /// <param name="coordinate">Coordinate.</param>
    /// <param name="position">Position.</param>
    public static DirectionBranch Split(int cone, int coordinate, double position) =>
        new(DirectionBranchKind.Split, default, cone, coordinate, position);
}
