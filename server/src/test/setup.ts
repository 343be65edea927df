// In this order: CommonJS plugins that require an ESM Nest first meet an import cycle.
import 'reflect-metadata';
import '@nestjs/common';
import '@nestjs/core';
