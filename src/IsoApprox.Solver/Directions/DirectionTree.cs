using IsoApprox.Certificates.Direction;

namespace IsoApprox.Solver.Directions;

/// <summary>
/// A cone of a node: the family of differences, the cell of its direction, the cone (null while the cell is too wide to say anything).
/// </summary>
internal sealed class ConeChoice
{
    private readonly AcuteCone? _container;

    internal ConeChoice(DirectionSubject subject, DirectionCell cell, AcuteCone? container)
    {
        (Subject, Cell, _container) = (subject, cell, container);
        Cone = AcuteCone.Of(subject, cell);
        IsEmpty = container is not null && AcuteCone.AreDisjoint(container, subject, cell);
    }

    internal DirectionSubject Subject { get; }

    internal DirectionCell Cell { get; }

    internal AcuteCone? Cone { get; }

    /// <summary>True when the cell has no direction in common with the cone that contains the family.</summary>
    internal bool IsEmpty { get; }

    internal ConeChoice Narrowed(DirectionCell cell) => new(Subject, cell, _container);
}

/// <summary>A node of the search tree, kept for the certificate.</summary>
internal sealed class DirectionTree(DirectionTree? parent, ConeChoice? choice)
{
    internal DirectionTree? Parent => parent;

    /// <summary>The cone that this node adds; null at the root.</summary>
    internal ConeChoice? Choice => choice;

    /// <summary>Covers: the family whose direction is split by faces. Splits: null.</summary>
    internal DirectionSubject? Cover { get; set; }

    /// <summary>Covers: the node of a cone that contains the family.</summary>
    internal DirectionTree? Container { get; set; }

    /// <summary>Splits: the node on the path whose cell is split.</summary>
    internal DirectionTree? Divided { get; set; }

    /// <summary>Splits: coordinate and position.</summary>
    internal (int Coordinate, double Position) Cut { get; set; }

    internal DirectionTree[] Children { get; set; } = [];

    /// <summary>The best bound proved at this node, scaled, and its multipliers.</summary>
    internal double Bound { get; set; }

    internal NodeMultipliers? Proof { get; set; }

    internal (double Mix, double Factor) Scaling { get; set; }

    /// <summary>A node in the same place, for trying a branching.</summary>
    internal DirectionTree Trial() => new(parent, choice);

    /// <summary>Takes the branching of a trial.</summary>
    internal void Adopt(DirectionTree trial) =>
        (Cover, Container, Divided, Cut, Children) = (trial.Cover, trial.Container, trial.Divided, trial.Cut, trial.Children);

    /// <summary>Takes a bound when it is better.</summary>
    internal void Offer(NodeSolution solution)
    {
        if (solution.Proof is not null && solution.Bound > Bound)
        {
            (Bound, Proof, Scaling) = (solution.Bound, solution.Proof, solution.Scaling);
        }
    }
}
