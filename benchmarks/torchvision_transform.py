"""torchvision's ImageNet training transform on one thread, from files in memory: images a second of each round.

torchvision_transform.py IMAGES [--files N] [--rounds N]; the files are those that `largo bench data` takes.
"""

import argparse
import io
import os
import statistics
import time

os.environ["OMP_NUM_THREADS"] = "1"

import PIL
import torch
import torchvision
from PIL import Image
from torchvision import transforms

RECIPE = transforms.Compose(
    [
        transforms.RandomResizedCrop(224),
        transforms.RandomHorizontalFlip(),
        transforms.ToTensor(),
        transforms.Normalize((0.485, 0.456, 0.406), (0.229, 0.224, 0.225)),
    ]
)


def is_image(data):
    return data.startswith(b"\xff\xd8") or data.startswith(b"\x89PNG")


def load(folder, most):
    paths = sorted(os.path.join(at, name) for at, _, names in os.walk(folder) for name in names)
    count = min(most, len(paths))
    files = []
    for i in range(count):
        with open(paths[i * len(paths) // count], "rb") as file:
            files.append(file.read())
    return [data for data in files if is_image(data)]


def once(files):
    wall, processor = time.perf_counter(), time.process_time()
    for data in files:
        sample = RECIPE(Image.open(io.BytesIO(data)).convert("RGB"))
        assert sample.shape == (3, 224, 224)
    return len(files) / (time.process_time() - processor), len(files) / (time.perf_counter() - wall)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("images")
    parser.add_argument("--files", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(1)
    files = load(options.images, options.files)
    once(files)
    processor, wall = zip(*(once(files) for _ in range(options.rounds)))
    print(
        f"torchvision {torchvision.__version__}, Pillow {PIL.__version__}, {len(files)} files:"
        f" {statistics.median(processor):.1f} images/s of processor time, {statistics.median(wall):.1f} of wall time"
    )


if __name__ == "__main__":
    main()
