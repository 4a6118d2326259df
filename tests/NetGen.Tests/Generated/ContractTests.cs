using NetGen.Tests.Generated.Networks;
using NetGen.Tests.Training;
using NetGen.Tests.Weights;

namespace NetGen.Tests.Generated;

public sealed class TanhNetworkTrainerTests : TrainerContract<TanhNetwork>
{
    protected override TanhNetwork Create() => new(seed: 5);
}

public sealed class IrisNetworkTrainerTests : TrainerContract<IrisNetwork>
{
    protected override IrisNetwork Create() => new(seed: 5);
}

public sealed class MnistNetworkTrainerTests : TrainerContract<MnistNetwork>
{
    protected override MnistNetwork Create() => new(seed: 5);
}

public sealed class ReLUNetworkWeightsTests : WeightsContract<ReLUNetwork>
{
    protected override ReLUNetwork Create() => new(seed: 5);
}

public sealed class DigitsNetworkWeightsTests : WeightsContract<DigitsNetwork>
{
    protected override DigitsNetwork Create() => new(seed: 5);
}
