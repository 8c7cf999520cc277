using Kubesharp.Cel.Values;

namespace Kubesharp.Cel.Evaluation;

/// <summary>The state of one evaluation.</summary>
internal sealed class Frame(ICelVariables variables, int slots, long costLimit, CancellationToken cancellationToken)
{
    private const int StepsBetweenChecks = 1024;

    private int _untilCheck = StepsBetweenChecks;

    public ICelVariables Variables { get; } = variables;

    /// <summary>Values of the variables of comprehensions.</summary>
    public CelValue[] Slots { get; } = slots == 0 ? [] : new CelValue[slots];

    public long Cost { get; private set; }

    /// <summary>Counts steps.</summary>
    /// <exception cref="CostExceededException">These are too many.</exception>
    public void Charge(long steps)
    {
        Cost += steps;
        if (Cost > costLimit) throw new CostExceededException();
        if (--_untilCheck > 0) return;
        _untilCheck = StepsBetweenChecks;
        cancellationToken.ThrowIfCancellationRequested();
    }
}

/// <summary>Ends an evaluation that costs too much.</summary>
internal sealed class CostExceededException : Exception;
