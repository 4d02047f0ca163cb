namespace BootLab.Vm.Sweeping;

/// <summary>Somebody who reads tables, and whose verdict on a case can be foretold.</summary>
public interface ISweepConsumer
{
    /// <summary>The name in results and in a lab's <c>expect</c>.</summary>
    string Id { get; }

    /// <summary>What it will make of a case's table.</summary>
    Foretelling Foretell(SweptCase one);
}
